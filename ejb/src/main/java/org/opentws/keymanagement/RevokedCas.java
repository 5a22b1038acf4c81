package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys of our CAs whose certificates the offline CA above them has revoked (KM4.3). */
@ApplicationScoped
class RevokedCas {
  private static final Set<Integer> COMPROMISED =
      Set.of(CRLReason.keyCompromise, CRLReason.cACompromise);
  private static final Logger LOG = LoggerFactory.getLogger(RevokedCas.class);

  @Inject SigningKeyRepository register;
  @Inject OfflineCaLists lists;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  /** A key that is to stop, for ever if the list says that it may be in other hands. */
  record Hit(SigningKey key, boolean compromised) {}

  /** Keys whose certificates that list of that CA revokes, and which it changes something for. */
  List<Hit> hit(X509CRLHolder crl, X509CertificateHolder issuer) {
    return register.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
        .filter(key -> key.state() == KeyState.ACTIVE || key.state() == KeyState.INACTIVE)
        .flatMap(key -> entry(key, crl, issuer).stream().map(entry -> hit(key, entry)))
        // One that stands still already has only the worse news to get.
        .filter(hit -> hit.compromised() || hit.key().state() == KeyState.ACTIVE)
        .toList();
  }

  /** The same by the lists that are here, whenever and by whomever they were imported. */
  List<Hit> hitNow() {
    return offlineCas().stream().flatMap(ca -> hitNow(ca).stream()).toList();
  }

  private List<Hit> hitNow(SigningKey ca) {
    try {
      X509CertificateHolder issuer = certificateOf(ca);
      // Past its time a list still says what it said: nobody is unrevoked.
      return lists
          .newest(ca.owner())
          .map(encoded -> hit(CaCertificateRules.signedCrl(issuer, encoded), issuer))
          .orElse(List.of());
    } catch (RequestRefused e) {
      LOG.warn("The list of the offline CA '{}' is not one: {}", ca.owner(), e.detail());
      return List.of();
    }
  }

  /** In the caller's transaction; on all nodes. */
  void stop(Hit hit, TwoPersons persons) {
    if (hit.compromised()) {
      hit.key().compromised(time.now());
    } else {
      hit.key().deactivate(time.now());
    }
    register.flush();
    journal.record(
        hit.compromised() ? AuditEventType.KEY_COMPROMISED : AuditEventType.KEY_DEACTIVATED,
        hit.key(),
        persons);
    changed.fire(new KeyRegisterChanged(hit.key().keyId()));
  }

  /**
   * Before a CA's key signs again.
   *
   * @throws RequestRefused WRONG_STATE if the CA above has revoked its certificate, or there is no
   *     current list that would say so
   */
  void refuseUnlessGood(SigningKey key) {
    if (key.purpose() != KeyPurpose.CERTIFICATE_SIGNING) {
      return;
    }
    X509CertificateHolder certificate = certificateOf(key);
    SigningKey above =
        offlineCas().stream()
            .filter(ca -> CaCertificateRules.isSignedBy(certificateOf(ca), certificate))
            .findFirst()
            .orElseThrow(() -> wrong("the register has no offline CA that signed its certificate"));
    if (current(above).getRevokedCertificate(certificate.getSerialNumber()) != null) {
      throw wrong(
          "the offline CA '%s' has revoked the certificate of this key".formatted(above.owner()));
    }
  }

  private X509CRLHolder current(SigningKey ca) {
    String unknown =
        "whether the offline CA '%s' has revoked its certificate is not known: "
            .formatted(ca.owner());
    Der list =
        lists
            .newest(ca.owner())
            .orElseThrow(() -> wrong(unknown + "import its CRL (IMPORT_CA_CRL)"));
    try {
      return CaCertificateRules.currentCrl(certificateOf(ca), list, time.now());
    } catch (RequestRefused e) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, unknown + e.detail() + ": import its next one (IMPORT_CA_CRL)", e);
    }
  }

  private List<SigningKey> offlineCas() {
    return register.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
        .filter(key -> key.state() == KeyState.OFFLINE)
        .toList();
  }

  private static RequestRefused wrong(String detail) {
    return new RequestRefused(Refusal.WRONG_STATE, detail);
  }

  private static Optional<X509CRLEntryHolder> entry(
      SigningKey key, X509CRLHolder crl, X509CertificateHolder issuer) {
    return Optional.of(certificateOf(key))
        .filter(own -> CaCertificateRules.isSignedBy(issuer, own))
        .map(own -> crl.getRevokedCertificate(own.getSerialNumber()));
  }

  private static Hit hit(SigningKey key, X509CRLEntryHolder entry) {
    Extension reason = entry.getExtension(Extension.reasonCode);
    boolean compromised =
        reason != null
            && COMPROMISED.contains(
                CRLReason.getInstance(reason.getParsedValue()).getValue().intValueExact());
    return new Hit(key, compromised);
  }

  private static X509CertificateHolder certificateOf(SigningKey key) {
    return KeyCertificateReader.parse(key.certificate().orElseThrow().certificate());
  }
}
