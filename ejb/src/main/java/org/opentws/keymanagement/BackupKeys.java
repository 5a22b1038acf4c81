package org.opentws.keymanagement;

import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.BackupKeyFacts;

/** Which backup keys are good enough (KM6.4-s2). */
final class BackupKeys {
  /** As strong as the strongest key of the catalogue, EC:secp521r1. */
  static final int BITS_MIN = 256;

  private BackupKeys() {}

  /**
   * The same, if it is an AES-256 key that a security officer of the token has put in.
   *
   * @throws RequestRefused WRONG_STATE
   */
  static BackupKeyFacts strong(Optional<BackupKeyFacts> backupKey, String token) {
    BackupKeyFacts facts =
        backupKey.orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.WRONG_STATE, "the device '" + token + "' has no backup key"));
    if (facts.bits() < BITS_MIN || !facts.trusted() || facts.extractable()) {
      throw new RequestRefused(
          Refusal.WEAK_KEY,
          "the backup key of '" + token + "' is not a trusted AES-256 key that stays inside");
    }
    return facts;
  }
}
