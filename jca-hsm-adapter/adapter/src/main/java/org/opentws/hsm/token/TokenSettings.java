package org.opentws.hsm.token;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Which token, and how long one waits for it.
 *
 * @param library the PKCS#11 library
 * @param tokenLabel the token's label; slots are never found by their index
 * @param pinFile file with the user PIN and nothing else, mode 0600
 * @param callsMax calls in the device at a time
 * @param waitMax how long a caller waits for its turn
 * @param callMax how long one call may take; making a key pair may take twelve times as long
 */
public record TokenSettings(
    Path library,
    String tokenLabel,
    Path pinFile,
    int callsMax,
    Duration waitMax,
    Duration callMax) {

  public TokenSettings {
    if (tokenLabel.isBlank()
        || callsMax < 1
        || waitMax.isNegative()
        || callMax.isZero()
        || callMax.isNegative()) {
      throw new IllegalArgumentException("token label, callsMax, waitMax or callMax");
    }
  }

  /** The usual bounds: four calls at a time, 2 s to wait, 5 s for a call. */
  public static TokenSettings of(Path library, String tokenLabel, Path pinFile) {
    return new TokenSettings(
        library, tokenLabel, pinFile, 4, Duration.ofSeconds(2), Duration.ofSeconds(5));
  }
}
