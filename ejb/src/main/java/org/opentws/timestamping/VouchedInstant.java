package org.opentws.timestamping;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;

/**
 * An instant in whole milliseconds of which trusted time says that the clock is within the policy's
 * tolerance of UTC (TS2.1, TS2.3).
 */
record VouchedInstant(Instant instant) {
  /**
   * @throws ServiceUnavailable TIME if the clock cannot be vouched for
   */
  static VouchedInstant of(TrustedTime time, Duration tolerance) {
    ClockReading reading = time.reading();
    if (!reading.state().vouched()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.TIME, "the clock is not synchronised with UTC");
    }
    if (!reading.within(tolerance)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.TIME, "the clock's error may exceed what the policy tolerates");
    }
    return new VouchedInstant(reading.now().truncatedTo(ChronoUnit.MILLIS));
  }
}
