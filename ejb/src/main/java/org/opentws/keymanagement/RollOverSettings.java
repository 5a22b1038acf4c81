package org.opentws.keymanagement;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of the roll-over to spare keys.
 *
 * @param lead {@code opentws.keymanagement.roll-over-lead}: so long before the private key usage
 *     period of the key in use ends, a spare key takes its place (default P30D); the alarm that
 *     there is no spare key comes at twice this time
 */
record RollOverSettings(Duration lead) {
  private static final String KEY = "opentws.keymanagement.roll-over-lead";

  RollOverSettings {
    if (lead.isNegative() || lead.isZero()) {
      throw new IllegalArgumentException(KEY + " must be longer than nothing");
    }
  }

  static RollOverSettings from(Config config) {
    return new RollOverSettings(
        Duration.parse(config.getOptionalValue(KEY, String.class).orElse("P30D")));
  }
}
