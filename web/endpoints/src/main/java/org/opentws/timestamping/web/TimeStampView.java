package org.opentws.timestamping.web;

import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.opentws.timestamping.TimeStampingUnit;
import org.opentws.timestamping.store.ArchivedTimeStamp;

/**
 * An archived token in JSON.
 *
 * @param token base64 of the TimeStampToken as it was issued
 */
public record TimeStampView(
    String serial,
    String unit,
    Instant genTime,
    String imprintAlgorithm,
    String imprint,
    String client,
    String token) {
  static TimeStampView of(ArchivedTimeStamp stamp) {
    return new TimeStampView(
        stamp.serial().hex(),
        stamp.unit(),
        stamp.genTime(),
        stamp.imprintAlgorithm(),
        HexFormat.of().formatHex(stamp.imprint().octets()),
        stamp.client(),
        Base64.getEncoder().encodeToString(stamp.token().octets()));
  }

  /** What a search found. */
  public record Page(List<TimeStampView> timeStamps) {}

  /** The units. */
  public record Units(List<Unit> units) {}

  /** One unit. */
  public record Unit(
      String unit,
      String policy,
      boolean qualified,
      Optional<Long> accuracyMillis,
      long toleranceMillis,
      String clients) {
    static Unit of(TimeStampingUnit unit) {
      return new Unit(
          unit.id(),
          unit.policy(),
          unit.qualified(),
          unit.accuracy().map(java.time.Duration::toMillis),
          unit.tolerance().toMillis(),
          unit.registeredOnly() ? "registered" : "anyone");
    }
  }
}
