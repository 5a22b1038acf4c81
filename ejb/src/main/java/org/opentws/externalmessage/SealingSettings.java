package org.opentws.externalmessage;

import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of sealed messages (5.3.1); names begin with {@code opentws.externalmessage.}
 *
 * @param maxAge {@code max-age}: an older message is refused; longer than any queue may hold one. A
 *     nonce is remembered at least as long
 * @param maxClockDifference {@code max-clock-difference}: how far the clocks of two nodes may be
 *     apart; a message from further ahead is refused
 */
record SealingSettings(Duration maxAge, Duration maxClockDifference) {
  private static final String PREFIX = "opentws.externalmessage.";

  static SealingSettings from(Config config) {
    return new SealingSettings(
        config.getOptionalValue(PREFIX + "max-age", Duration.class).orElse(Duration.ofMinutes(15)),
        config
            .getOptionalValue(PREFIX + "max-clock-difference", Duration.class)
            .orElse(Duration.ofSeconds(5)));
  }
}
