package org.opentws.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges the machine's clock by the last round of measurements. Between rounds the bound grows with
 * the greatest drift a crystal may have, and a jump of the wall clock against the monotonic clock
 * is found at the next look, not at the next round (TS2.3).
 */
final class DisciplinedClock {
  /**
   * Greatest rate error between two rounds: twice what RFC 5905 (PHI, 15 ppm) grants, rounded up.
   */
  private static final double DRIFT_PER_SECOND = 50e-6;

  /** The wall clock may move this far against the monotonic clock by slewing between two looks. */
  private static final Duration JUMP = Duration.ofMillis(20);

  /** Both clocks were read at one moment if this is all that passed in between. */
  private static final long GAP_NANOS = 1_000_000;

  private static final int READINGS_MAX = 5;

  private final MachineClock clock;
  private final TimeSettings settings;
  private volatile Optional<Snapshot> last = Optional.empty();

  /** One round's result; immutable, replaced whole. */
  private record Snapshot(Agreement agreement, Instant wall, long nanos) {}

  DisciplinedClock(MachineClock clock, TimeSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  Instant now() {
    return clock.wall();
  }

  long monotonicNanos() {
    return clock.monotonicNanos();
  }

  /** Both clocks at one moment: if the wall clock is set after it, the two tell. */
  record Moment(Instant wall, long nanos) {}

  /**
   * Now; a round begins with it. A thread that is held up between the two readings would take its
   * own pause for a jump of the clock, so a pair that took long is read again.
   */
  Moment moment() {
    Moment best = new Moment(Instant.EPOCH, 0);
    long bestGap = Long.MAX_VALUE;
    for (int attempt = 0; attempt < READINGS_MAX && bestGap > GAP_NANOS; attempt++) {
      long before = clock.monotonicNanos();
      Instant wall = clock.wall();
      long gap = clock.monotonicNanos() - before;
      if (gap < bestGap) {
        bestGap = gap;
        best = new Moment(wall, before + gap / 2);
      }
    }
    return best;
  }

  /**
   * A round found agreement; a round without one leaves the last to grow old.
   *
   * @param begun when the first source was asked: a wall clock that was set since then, perhaps
   *     after a source was read, is seen as a jump (TS2.3)
   */
  void accept(Agreement agreement, Moment begun) {
    last = Optional.of(new Snapshot(agreement, begun.wall(), begun.nanos()));
  }

  ClockReading reading() {
    Moment now = moment();
    return last.map(snapshot -> judge(snapshot, now.wall(), now.nanos()))
        .orElseGet(() -> new ClockReading(now.wall(), ClockState.UNKNOWN, Duration.ZERO, 0));
  }

  private ClockReading judge(Snapshot snapshot, Instant wall, long nanos) {
    Duration age = Duration.ofNanos(nanos - snapshot.nanos);
    Duration jump = Duration.between(snapshot.wall, wall).minus(age).abs();
    Duration drift = Duration.ofNanos((long) (age.toNanos() * DRIFT_PER_SECOND));
    Duration bound = snapshot.agreement.bound().plus(drift).plus(jump);
    boolean vouched =
        age.compareTo(settings.maxAge()) <= 0
            && jump.compareTo(JUMP.plus(drift)) <= 0
            && bound.compareTo(settings.tolerance()) <= 0;
    return new ClockReading(
        wall,
        vouched ? ClockState.INSYNC : ClockState.OUT_OF_SYNC,
        bound,
        snapshot.agreement.truechimers().size());
  }
}
