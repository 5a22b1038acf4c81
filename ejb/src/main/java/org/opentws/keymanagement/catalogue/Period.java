package org.opentws.keymanagement.catalogue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * How long an algorithm is good. Days are whole ones in UTC and belong to the period.
 *
 * @param newUntil last day on which a key is made or a certificate is issued; empty: no end is
 *     known
 * @param until last day of a certificate's life and of any use; empty: no end is known
 */
public record Period(Optional<LocalDate> newUntil, Optional<LocalDate> until) {

  /** The first moment at which it is good for nothing any more. */
  public Instant end() {
    return end(until);
  }

  Instant newEnd() {
    return end(newUntil);
  }

  private static Instant end(Optional<LocalDate> last) {
    return last.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
        .orElse(Instant.MAX);
  }

  /** For people: "until 2028-12-31, new ones until 2026-12-31". */
  String words() {
    String whole = until.map(day -> "until " + day).orElse("without an end");
    return newUntil.equals(until)
        ? whole
        : whole + newUntil.map(day -> ", new ones until " + day).orElse("");
  }
}
