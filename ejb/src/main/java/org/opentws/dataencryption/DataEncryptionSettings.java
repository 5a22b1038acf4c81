package org.opentws.dataencryption;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * How data keys live.
 *
 * @param keyLife {@code opentws.dataencryption.key-life}: after this time the system makes the next
 *     data key; values of former ones stay readable (default P365D)
 */
record DataEncryptionSettings(Duration keyLife) {
  private static final String KEY_LIFE = "opentws.dataencryption.key-life";

  DataEncryptionSettings {
    if (keyLife.isNegative() || keyLife.isZero()) {
      throw new IllegalArgumentException(KEY_LIFE + " must be longer than nothing");
    }
  }

  static DataEncryptionSettings from(Config config) {
    return new DataEncryptionSettings(
        Duration.parse(config.getOptionalValue(KEY_LIFE, String.class).orElse("P365D")));
  }
}
