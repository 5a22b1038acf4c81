package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.authentication.PassphraseSeals;
import org.opentws.authentication.Passphrases;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.revocationmanagement.store.PassphraseAttemptRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The passphrase that the subject chose with its application (RM1.2): for whoever has lost the key
 * itself. Few wrong tries lock it, on all nodes together; the other ways to a revocation stay open.
 */
@ApplicationScoped
public class RevocationPassphrases {
  @Inject ApplicationRepository applications;
  @Inject CertificateRepository certificates;
  @Inject IssuedCertificates issued;
  @Inject PassphraseSeals seals;
  @Inject PassphraseAttemptRepository attempts;
  @Inject Passphrases passphrases;
  @Inject PassphraseConfiguration configuration;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /**
   * Passes only with the certificate's own passphrase.
   *
   * @throws RequestRefused NOT_AUTHENTICATED: wrong, locked, or there is none; never says which
   */
  void require(String issuer, SerialNumber serial, String passphrase) {
    Optional<String> hash = hash(issuer, serial);
    if (hash.isEmpty()) {
      throw refused();
    }
    Instant now = trustedTime.now();
    int attemptsMax = configuration.attemptsMax();
    OptionalInt attempt =
        attempts.claim(issuer, serial, attemptsMax, now, now.plus(configuration.lock()));
    if (attempt.isEmpty()) {
      throw refused();
    }
    if (!passphrases.matches(hash.get(), passphrase)) {
      if (attempt.getAsInt() >= attemptsMax) {
        alarm(issuer, serial, attempt.getAsInt());
      }
      throw refused();
    }
    attempts.forgive(issuer, serial);
  }

  /** Of the passphrase that was chosen for this very certificate; a forged row counts as none. */
  private Optional<String> hash(String issuer, SerialNumber serial) {
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
        .map(RevocationPassphrases::publicKeySha256);
  }

  private static Der publicKeySha256(Der certificate) {
    try {
      byte[] publicKey =
          new X509CertificateHolder(certificate.octets()).getSubjectPublicKeyInfo().getEncoded();
      return Der.of(MessageDigest.getInstance("SHA-256").digest(publicKey));
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a verified certificate cannot be read", e);
    }
  }

  private void alarm(String issuer, SerialNumber serial, int tries) {
    auditLog.recordAndWait(
        AuditEvent.alarm(
            AlarmKind.PASSPHRASE_GUESSED,
            "revocationmanagement",
            "certificate:" + issuer + "/" + serial,
            Map.of("attempts", Integer.toString(tries))));
  }

  private static RequestRefused refused() {
    return new RequestRefused(Refusal.NOT_AUTHENTICATED, "the passphrase is refused");
  }
}
