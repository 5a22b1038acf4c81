package org.opentws.timestamping;

import java.time.Duration;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of time-stamping ({@code opentws.timestamping.*}).
 *
 * @param unit id of the time-stamping unit, owner of its key (opentws.timestamping.unit)
 * @param policy the one policy offered (opentws.timestamping.policy); the default is the
 *     best-practices time-stamp policy of EN 319 421
 * @param accuracy declared in each token, and kept: 1 ms to 999 ms or whole seconds are encoded
 *     (opentws.timestamping.accuracy-millis, default 500)
 */
public record TimeStampingSettings(String unit, ASN1ObjectIdentifier policy, Duration accuracy) {
  /** Largest request accepted, in octets; a request by a real client has about one hundred. */
  public static final int REQUEST_OCTETS_MAX = 64 * 1024;

  public TimeStampingSettings {
    if (accuracy.toMillis() < 2) {
      // genTime is in milliseconds: its own resolution must fit into what is declared (TS2.1).
      throw new IllegalArgumentException(
          "opentws.timestamping.accuracy-millis must be at least 2: genTime has a resolution of 1 ms");
    }
  }

  static TimeStampingSettings from(Config config) {
    return new TimeStampingSettings(
        config.getOptionalValue("opentws.timestamping.unit", String.class).orElse("tsu-1"),
        new ASN1ObjectIdentifier(
            config
                .getOptionalValue("opentws.timestamping.policy", String.class)
                .orElse("0.4.0.2023.1.1")),
        Duration.ofMillis(
            config
                .getOptionalValue("opentws.timestamping.accuracy-millis", Integer.class)
                .orElse(500)));
  }
}
