package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.CertifiedKey;
import org.opentws.certificategeneration.store.SerialRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.certificategeneration.store.StoredCertificate.ProfileVersion;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.opentws.value.Sha256;

/**
 * The one way in which a certificate comes to be, for subjects and for keys of the TSP alike. The
 * order is the crash-safe one of docs/issuance.md. Runs in the caller's transaction.
 */
@ApplicationScoped
public class CertificateIssuance {
  private static final int SERIAL_OCTETS = 20;

  @Inject KeyUse keys;
  @Inject SerialRepository serials;
  @Inject CertificateRepository certificates;
  @Inject ProfileDesk desk;
  @Inject IssuanceJournal journal;
  @Inject Event<CertificateGenerated> generated;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /**
   * A certificate that was generated here.
   *
   * @param issuers DER of the certificates above it, nearest first
   */
  record Issued(GeneratedCertificate certificate, List<Der> issuers) {}

  /**
   * Generates a certificate that the profile allows, or refuses and leaves nothing but records.
   *
   * @param orderedBy what kind of asker: a profile is for one kind only
   * @param applicationId the application that it is for; empty for keys of the TSP
   * @throws org.opentws.error.RequestRefused PROFILE_VIOLATION, WEAK_KEY, LINT_FAILED
   * @throws ServiceUnavailable DEVICE, KEY, AUDIT, DATABASE
   */
  Issued issue(
      CertificateOrder order,
      CertificateProfile.OrderedBy orderedBy,
      Optional<String> applicationId) {
    // Refuses before anything happens: wrong asker, a key that has another use (KM3.4), no CA key
    // that may sign (CG1.4, CG2.3).
    CertificateProfile profile = desk.profile(order.profile(), orderedBy);
    desk.refuseOtherUse(profile, order.subjectPublicKeyInfo());
    IssuingKey ca = IssuingKey.of(order.issuer(), keys);
    CertificateDraft draft = draft(order, profile, ca);

    // CG1.2, CG1.5, CG1.6: the profile decides every field or refuses; then the linter judges.
    LintedCertificate linted = desk.lint(desk.compose(draft), draft);
    // A crash up to here leaves nothing.

    IssuanceJournal.Entry entry =
        new IssuanceJournal.Entry(
            order.issuer(),
            draft.serial(),
            new ProfileVersion(profile.name(), profile.version()),
            applicationId,
            Map.of());
    return carryOut(
        ca, linted, new Making(entry, order.subjectPublicKeyInfo(), draft.now(), order.consent()));
  }

  /**
   * What is made.
   *
   * @param now the moment of generation
   * @param consent whether it is published
   */
  record Making(
      IssuanceJournal.Entry entry, Der subjectPublicKeyInfo, Instant now, boolean consent) {}

  /** The steps from a linted certificate to a stored one, whoever decided its fields. */
  Issued carryOut(IssuingKey ca, LintedCertificate linted, Making making) {
    IssuanceJournal.Entry entry = making.entry();
    // CG1.6d: durable before the device can sign under it.
    if (!serials.reserve(entry.issuer(), entry.serial(), making.now(), entry.applicationId())) {
      throw new IllegalStateException("a random serial number came twice: " + entry.serial());
    }
    // A crash here leaves a reserved serial that is never used.

    journal.intent(entry);
    // A crash from here to the caller's commit leaves an intent without outcome: a certificate may
    // have been signed, but nobody has it, because nothing is delivered before that commit.
    try {
      Der certificate = sign(ca, linted, making.now());
      store(certificate, making);
      return new Issued(
          new GeneratedCertificate(entry.issuer(), entry.serial(), certificate), ca.chain());
    } catch (RuntimeException e) {
      journal.failed(entry, e);
      throw e;
    }
  }

  /**
   * Refuses what {@link #issue} would refuse, and leaves nothing.
   *
   * @throws org.opentws.error.RequestRefused PROFILE_VIOLATION, WEAK_KEY, LINT_FAILED
   */
  void requireIssuable(CertificateOrder order, CertificateProfile.OrderedBy orderedBy) {
    CertificateProfile profile = desk.profile(order.profile(), orderedBy);
    CertificateDraft draft = draft(order, profile, IssuingKey.of(order.issuer(), keys));
    desk.lint(desk.compose(draft), draft);
  }

  private CertificateDraft draft(
      CertificateOrder order, CertificateProfile profile, IssuingKey ca) {
    return new CertificateDraft(
        profile, ca.issuer(), order.subject(), order.subjectPublicKeyInfo(), serial(), time.now());
  }

  /** CG1.6d: assigned here; 159 random bits, the most that 20 octets hold as a positive number. */
  SerialNumber serial() {
    return new SerialNumber(new BigInteger(1, randomness.octets(SERIAL_OCTETS)).clearBit(159));
  }

  private Der sign(IssuingKey ca, LintedCertificate linted, Instant now) {
    // CG1.6c, CG2.3: the key's life is judged again inside.
    Der certificate = ca.sign(linted, keys);
    // CG1.6e: what waited for the device too long begins in the past, and is thrown away.
    Duration waited = Duration.between(now, time.now());
    if (waited.compareTo(desk.settings().signingMax()) > 0) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the signature came too late for its certificate");
    }
    return certificate;
  }

  /** All of it commits together or not at all: certificate, status, publication, record. */
  private void store(Der encoded, Making making) {
    IssuanceJournal.Entry entry = making.entry();
    X509CertificateHolder certificate = parsed(encoded);
    StoredCertificate stored =
        new StoredCertificate(
            entry.issuer(),
            entry.serial(),
            encoded,
            entry.profile(),
            RFC4519Style.INSTANCE.toString(certificate.getSubject()),
            certificate.getNotBefore().toInstant(),
            certificate.getNotAfter().toInstant(),
            making.now(),
            entry.applicationId());
    certificates.store(
        stored,
        new CertifiedKey(
            Sha256.hex(making.subjectPublicKeyInfo()),
            AlgorithmNames.ofKey(making.subjectPublicKeyInfo())));
    generated.fire(
        new CertificateGenerated(
            stored.issuer(),
            stored.serial(),
            encoded,
            entry.profile().name(),
            entry.applicationId().isPresent(),
            making.consent(),
            stored.notBefore(),
            stored.notAfter()));
    journal.generated(entry, stored);
  }

  private static X509CertificateHolder parsed(Der certificate) {
    try {
      return new X509CertificateHolder(certificate.octets());
    } catch (IOException e) {
      throw new IllegalStateException("a certificate that was verified cannot be read", e);
    }
  }
}
