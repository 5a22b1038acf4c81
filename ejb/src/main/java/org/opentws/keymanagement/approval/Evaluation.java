package org.opentws.keymanagement.approval;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A device's certificate of evaluation (KM1.2).
 *
 * @param scheme for example "EUCC" or "FIPS 140-3 level 3"
 * @param certificate its number under that scheme
 * @param expires its last day, UTC
 */
public record Evaluation(String scheme, String certificate, LocalDate expires) {
  boolean isOverBy(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate().isAfter(expires);
  }

  /** For people. */
  public String words() {
    return "%s %s, until %s".formatted(scheme, certificate, expires);
  }
}
