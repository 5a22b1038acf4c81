package org.opentws.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The interval in which UTC lies if the largest set of agreeing sources is right (intersection of
 * intervals, RFC 5905, 11.2.1). Sources outside it are falsetickers.
 *
 * @param low the machine's clock is behind UTC by at least this
 * @param high and by at most this
 * @param truechimers names of the sources that agree
 */
record Agreement(Duration low, Duration high, List<String> truechimers) {

  /** The farthest the machine's clock can be from UTC. */
  Duration bound() {
    return low.abs().compareTo(high.abs()) > 0 ? low.abs() : high.abs();
  }

  /** Empty if fewer than the quorum agree. */
  static Optional<Agreement> of(List<SourceReading> readings, int quorum) {
    return readings.stream()
        .map(SourceReading::low)
        .map(point -> around(point, readings))
        .filter(agreement -> agreement.truechimers.size() >= quorum)
        .max(
            Comparator.comparingInt((Agreement agreement) -> agreement.truechimers.size())
                .thenComparing(agreement -> agreement.high.minus(agreement.low).negated()));
  }

  /** The largest clique always contains the low end of one of its members. */
  private static Agreement around(Duration point, List<SourceReading> readings) {
    List<String> members = new ArrayList<>();
    Duration high = Duration.ofSeconds(Long.MAX_VALUE);
    for (SourceReading reading : readings) {
      if (reading.low().compareTo(point) <= 0 && reading.high().compareTo(point) >= 0) {
        members.add(reading.source());
        high = reading.high().compareTo(high) < 0 ? reading.high() : high;
      }
    }
    return new Agreement(point, high, List.copyOf(members));
  }
}
