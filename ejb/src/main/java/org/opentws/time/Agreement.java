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
 * @param leap what more than half of them announce
 */
record Agreement(Duration low, Duration high, List<String> truechimers, LeapNotice leap) {
  Agreement(Duration low, Duration high, List<String> truechimers) {
    this(low, high, truechimers, LeapNotice.NONE);
  }

  /** The farthest the machine's clock can be from UTC. */
  Duration bound() {
    return low.abs().compareTo(high.abs()) > 0 ? low.abs() : high.abs();
  }

  /** The middle: what the machine's clock is probably behind. */
  Duration offset() {
    return low.plus(high).dividedBy(2);
  }

  /** Empty if fewer than the quorum agree, or not more than half of those that answered. */
  static Optional<Agreement> of(List<SourceReading> readings, int quorum) {
    int needed = Math.max(quorum, readings.size() / 2 + 1);
    return readings.stream()
        .map(SourceReading::low)
        .map(point -> around(point, readings))
        .filter(agreement -> agreement.truechimers.size() >= needed)
        .max(
            Comparator.comparingInt((Agreement agreement) -> agreement.truechimers.size())
                .thenComparing(agreement -> agreement.high.minus(agreement.low).negated()));
  }

  /** The largest clique always contains the low end of one of its members. */
  private static Agreement around(Duration point, List<SourceReading> readings) {
    List<SourceReading> members = new ArrayList<>();
    Duration high = Duration.ofSeconds(Long.MAX_VALUE);
    for (SourceReading reading : readings) {
      if (reading.low().compareTo(point) <= 0 && reading.high().compareTo(point) >= 0) {
        members.add(reading);
        high = reading.high().compareTo(high) < 0 ? reading.high() : high;
      }
    }
    List<String> names = members.stream().map(SourceReading::source).toList();
    return new Agreement(point, high, names, leap(members));
  }

  private static LeapNotice leap(List<SourceReading> members) {
    for (LeapNotice notice : List.of(LeapNotice.INSERT, LeapNotice.DELETE)) {
      if (members.stream().filter(m -> m.leap() == notice).count() * 2 > members.size()) {
        return notice;
      }
    }
    return LeapNotice.NONE;
  }
}
