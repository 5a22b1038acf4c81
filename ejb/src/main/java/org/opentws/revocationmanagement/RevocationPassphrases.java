package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.authentication.Passphrases;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.PassphraseAttemptRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.SerialNumber;

/**
 * The passphrase that the subject chose with its application (RM1.2): for whoever has lost the key
 * itself. Few wrong tries lock it, on all nodes together; the other ways to a revocation stay open.
 */
@ApplicationScoped
public class RevocationPassphrases {
  @Inject ChosenPassphrases chosen;
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
    Optional<String> hash = chosen.hash(issuer, serial);
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
