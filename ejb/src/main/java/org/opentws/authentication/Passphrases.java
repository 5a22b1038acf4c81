package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;

/**
 * Passphrases of subjects, kept as hashes like officers' passwords. Anybody may have one computed,
 * so it is one at a time on a node: logins of officers never wait for a crowd (RM2.3c).
 */
@ApplicationScoped
public class Passphrases {
  private static final int SALT_OCTETS = 16;
  private static final long PATIENCE_SECONDS = 5;

  private final Semaphore computing = new Semaphore(1, true);

  @Inject Randomness randomness;

  /**
   * The hash of a new passphrase.
   *
   * @param names of its owner, which it must not contain
   * @throws RequestRefused WEAK_PASSWORD (IA3.1)
   * @throws ServiceUnavailable TIME if too many are computed now
   */
  public String hashed(String passphrase, List<String> names) {
    char[] characters = characters(passphrase);
    begin();
    try {
      Optional<String> objection = PasswordPolicy.objection(characters, names);
      if (objection.isPresent()) {
        throw new RequestRefused(Refusal.WEAK_PASSWORD, objection.get());
      }
      return PasswordHash.of(characters, randomness.octets(SALT_OCTETS)).text();
    } finally {
      computing.release();
      PasswordHash.wipe(characters);
    }
  }

  /**
   * Whether this is the passphrase.
   *
   * @throws ServiceUnavailable TIME if too many are computed now
   */
  public boolean matches(String hash, String passphrase) {
    char[] characters = characters(passphrase);
    begin();
    try {
      return PasswordHash.parse(hash).matches(characters);
    } finally {
      computing.release();
      PasswordHash.wipe(characters);
    }
  }

  /** However a keyboard composes an accented letter, it is the same passphrase. */
  private static char[] characters(String passphrase) {
    String start =
        passphrase.substring(0, Math.min(passphrase.length(), PasswordPolicy.LENGTH_MAX + 1));
    return Normalizer.normalize(start, Normalizer.Form.NFC).toCharArray();
  }

  private void begin() {
    try {
      if (computing.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new ServiceUnavailable(
        ServiceUnavailable.Cause.TIME, "too many passphrases are examined now");
  }
}
