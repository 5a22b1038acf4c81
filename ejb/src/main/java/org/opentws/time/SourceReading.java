package org.opentws.time;

import java.time.Duration;

/**
 * What one source said in one round: the machine's clock is behind UTC by {@code offset}, give or
 * take {@code errorBound} (half the round trip, root delay and dispersion, RFC 5905, 11.2).
 *
 * @param leap what it announces for the end of the month
 */
record SourceReading(String source, Duration offset, Duration errorBound, LeapNotice leap) {
  SourceReading(String source, Duration offset, Duration errorBound) {
    this(source, offset, errorBound, LeapNotice.NONE);
  }

  Duration low() {
    return offset.minus(errorBound);
  }

  Duration high() {
    return offset.plus(errorBound);
  }
}
