package org.opentws.time;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;

/**
 * A leap second that the sources announce (RFC 5905, 7.3: at the end of the month).
 *
 * @param at the first instant of the next month
 * @param inserted true if the last minute has 61 seconds, false if it has 59
 */
public record LeapSecond(Instant at, boolean inserted) {
  static LeapSecond announced(LeapNotice notice, Instant now) {
    ZonedDateTime day = now.atZone(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS);
    return new LeapSecond(
        day.withDayOfMonth(1).plusMonths(1).toInstant(), notice == LeapNotice.INSERT);
  }

  /** Whether the instant is nearer than that on either side: clocks differ by a second there. */
  boolean isNear(Instant now, Duration margin) {
    return !now.isBefore(at.minus(margin)) && now.isBefore(at.plus(margin));
  }

  boolean hasPassed(Instant now, Duration margin) {
    return !now.isBefore(at.plus(margin));
  }
}
