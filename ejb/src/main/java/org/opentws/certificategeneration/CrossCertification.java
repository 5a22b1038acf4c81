package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CrossCertificate;
import org.opentws.certificategeneration.store.StoredCertificate.ProfileVersion;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.opentws.value.Sha256;

/** Makes cross certificates, in the same crash-safe order as all others (docs/issuance.md). */
@ApplicationScoped
public class CrossCertification {
  @Inject CertificateIssuance issuance;
  @Inject ProfileDesk desk;
  @Inject KeyUse keys;
  @Inject SigningKeyRepository register;
  @Inject TrustedTime time;

  /** Ready to be signed. */
  private record Prepared(
      IssuingKey ca, LintedCertificate linted, SerialNumber serial, Instant now) {}

  /**
   * Refuses what {@link #issue} would refuse, and leaves nothing.
   *
   * @throws RequestRefused NOT_FOUND, PROFILE_VIOLATION, WEAK_KEY, LINT_FAILED
   */
  void requireIssuable(CrossCertificateOrder order) {
    prepare(order);
  }

  /**
   * Generates it, in the caller's transaction, and publishes it.
   *
   * @param persons details of its records that name the two who agreed
   */
  GeneratedCertificate issue(CrossCertificateOrder order, Map<String, String> persons) {
    Prepared prepared = prepare(order);
    IssuanceJournal.Entry entry =
        new IssuanceJournal.Entry(
            order.ca(),
            prepared.serial(),
            new ProfileVersion(CrossCertificate.PROFILE, CrossCertificate.VERSION),
            Optional.empty(),
            persons);
    return issuance
        .carryOut(
            prepared.ca(),
            prepared.linted(),
            new CertificateIssuance.Making(
                entry, order.wanted().subjectPublicKeyInfo(), prepared.now(), true))
        .certificate();
  }

  private Prepared prepare(CrossCertificateOrder order) {
    CrossCertificate wanted = order.wanted();
    refuseOurOwn(order.ca(), wanted);
    desk.refuseOtherUse(wanted);
    IssuingKey ca = IssuingKey.of(order.ca(), keys);
    SerialNumber serial = issuance.serial();
    Instant now = time.now();
    LintedCertificate linted =
        desk.lintCross(desk.compose(wanted, ca.issuer(), serial, now), ca.issuer(), now);
    return new Prepared(ca, linted, serial, now);
  }

  /** What is ours is certified by its own ceremony; and a CA of ours must be there to sign. */
  private void refuseOurOwn(String ca, CrossCertificate wanted) {
    boolean known = false;
    String key = Sha256.hex(wanted.subjectPublicKeyInfo());
    for (SigningKey ours : register.all()) {
      known |= ours.purpose() == KeyPurpose.CERTIFICATE_SIGNING && ours.owner().equals(ca);
      boolean named =
          ours.certificate()
              .map(bound -> subject(bound.certificate()).equals(wanted.subject()))
              .orElse(Boolean.FALSE);
      if (named || ours.spkiSha256().equals(key)) {
        throw new RequestRefused(
            Refusal.PROFILE_VIOLATION,
            "the request has the %s of our own key %s"
                .formatted(named ? "name" : "public key", ours.keyId()));
      }
    }
    if (!known) {
      throw new RequestRefused(Refusal.NOT_FOUND, "there is no CA '%s' for subjects".formatted(ca));
    }
  }

  private static X500Name subject(Der certificate) {
    try {
      return new X509CertificateHolder(certificate.octets()).getSubject();
    } catch (IOException e) {
      throw new IllegalStateException("a certificate of the register cannot be read", e);
    }
  }
}
