package org.opentws.time;

import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last day, minute by minute: of each the worst look. Written by one thread, read by any. */
final class ClockHistory {
  private static final int MINUTES_MAX = 24 * 60;

  private final Deque<ClockSample> samples = new ArrayDeque<>();
  private volatile List<ClockSample> shown = List.of();

  void add(ClockSample sample) {
    ClockSample last = samples.peekLast();
    if (last != null && sameMinute(last, sample)) {
      if (isBetter(sample, last)) {
        return;
      }
      samples.removeLast();
    }
    samples.addLast(sample);
    while (samples.size() > MINUTES_MAX) {
      samples.removeFirst();
    }
    shown = List.copyOf(samples);
  }

  /** Oldest first. */
  List<ClockSample> samples() {
    return shown;
  }

  private static boolean sameMinute(ClockSample one, ClockSample other) {
    return one.at()
        .truncatedTo(ChronoUnit.MINUTES)
        .equals(other.at().truncatedTo(ChronoUnit.MINUTES));
  }

  private static boolean isBetter(ClockSample one, ClockSample other) {
    return one.state().vouched() == other.state().vouched()
        ? one.errorBound().compareTo(other.errorBound()) < 0
        : one.state().vouched();
  }
}
