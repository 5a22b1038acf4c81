package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.authentication.PassphraseSeals;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.opentws.value.Sha256;

/** Which passphrase a subject chose for its certificate, believed only under its seal. */
@ApplicationScoped
class ChosenPassphrases {
  @Inject ApplicationRepository applications;
  @Inject CertificateRepository certificates;
  @Inject IssuedCertificates issued;
  @Inject PassphraseSeals seals;
  @Inject AuditLog auditLog;

  /** Of the passphrase that was chosen for this very certificate; a forged row counts as none. */
  Optional<String> hash(String issuer, SerialNumber serial) {
    Optional<CertificateApplication> application = applications.ofCertificate(issuer, serial);
    Optional<String> hash = application.flatMap(CertificateApplication::passphraseHash);
    Optional<Der> publicKey = publicKeySha256(issuer, serial);
    if (hash.isEmpty() || publicKey.isEmpty()) {
      return Optional.empty();
    }
    boolean genuine =
        application
            .flatMap(CertificateApplication::passphraseSeal)
            .filter(seal -> seals.holds(application.get().id(), publicKey.get(), hash.get(), seal))
            .isPresent();
    if (!genuine) {
      auditLog.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED,
              "revocationmanagement",
              "certificate:" + issuer + "/" + serial,
              Map.of("reason", "the passphrase was not taken in by this system")));
    }
    return hash.filter(any -> genuine);
  }

  /** As the CA signed it: an application that was moved to another certificate does not fit. */
  private Optional<Der> publicKeySha256(String issuer, SerialNumber serial) {
    return certificates
        .find(issuer, serial)
        .map(StoredCertificate::der)
        .filter(certificate -> issued.isOf(issuer, serial, certificate))
        .map(ChosenPassphrases::publicKeySha256);
  }

  private static Der publicKeySha256(Der certificate) {
    try {
      byte[] publicKey =
          new X509CertificateHolder(certificate.octets()).getSubjectPublicKeyInfo().getEncoded();
      return Der.of(Sha256.of(publicKey));
    } catch (IOException e) {
      throw new IllegalStateException("a verified certificate cannot be read", e);
    }
  }
}
