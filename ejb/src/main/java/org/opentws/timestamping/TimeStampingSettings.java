package org.opentws.timestamping;

import java.util.Map;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of time-stamping ({@code opentws.timestamping.*}).
 *
 * @param first the unit that is there before any other is defined: opentws.timestamping.unit,
 *     opentws.timestamping.policy (default: the best-practices time-stamp policy of EN 319 421),
 *     opentws.timestamping.accuracy-millis (default 500); a definition that two persons agreed to
 *     takes its place
 * @param node name of this node in the accounts
 */
public record TimeStampingSettings(TimeStampingUnit first, String node) {
  /** Largest request accepted, in octets; a request by a real client has about one hundred. */
  public static final int REQUEST_OCTETS_MAX = 64 * 1024;

  static TimeStampingSettings from(Config config) {
    String unit =
        config.getOptionalValue("opentws.timestamping.unit", String.class).orElse("tsu-1");
    String policy =
        config
            .getOptionalValue("opentws.timestamping.policy", String.class)
            .orElse("0.4.0.2023.1.1");
    int accuracy =
        config.getOptionalValue("opentws.timestamping.accuracy-millis", Integer.class).orElse(500);
    return new TimeStampingSettings(
        TimeStampingUnit.of(
            Map.of("unit", unit, "policy", policy, "accuracyMillis", Integer.toString(accuracy))),
        config.getOptionalValue("jboss.node.name", String.class).orElse("node-1"));
  }
}
