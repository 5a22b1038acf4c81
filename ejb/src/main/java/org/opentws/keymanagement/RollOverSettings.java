package org.opentws.keymanagement;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * When keys are replaced.
 *
 * @param lead {@code opentws.keymanagement.roll-over-lead}: so long before the private key usage
 *     period of the key in use ends, a spare key takes its place (default P30D); the alarm that
 *     there is no spare key comes at twice this time
 * @param renewalLead {@code opentws.keymanagement.renewal-lead}: so long before an infrastructure
 *     key ends, the system makes its successor (default P30D)
 */
record RollOverSettings(Duration lead, Duration renewalLead) {
  private static final String LEAD = "opentws.keymanagement.roll-over-lead";
  private static final String RENEWAL_LEAD = "opentws.keymanagement.renewal-lead";

  RollOverSettings {
    requirePositive(LEAD, lead);
    requirePositive(RENEWAL_LEAD, renewalLead);
  }

  private static void requirePositive(String key, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(key + " must be longer than nothing");
    }
  }

  static RollOverSettings from(Config config) {
    return new RollOverSettings(duration(config, LEAD), duration(config, RENEWAL_LEAD));
  }

  private static Duration duration(Config config, String key) {
    return Duration.parse(config.getOptionalValue(key, String.class).orElse("P30D"));
  }
}
