package org.opentws.time;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Judges the machine's clock by the last round of measurements. What is known is one immutable
 * snapshot that anybody reads without a lock. Between rounds the bound grows with the greatest
 * drift a crystal may have; age is told by the monotonic clock, never by the one under suspicion;
 * and a jump of the wall clock against the monotonic clock is found at the next look, not at the
 * next round (TS2.3).
 */
final class DisciplinedClock {
  /**
   * Greatest rate error between two rounds: three times what RFC 5905 (PHI, 15 ppm) grants, and
   * some more.
   */
  private static final double DRIFT_PER_SECOND = 50e-6;

  /** The wall clock may move this far against the monotonic clock by slewing between two looks. */
  private static final Duration JUMP = Duration.ofMillis(20);

  /** Both clocks were read at one moment if this is all that passed in between. */
  private static final long GAP_NANOS = 1_000_000;

  private static final int READINGS_MAX = 5;

  private static final Duration LEAP = Duration.ofSeconds(1);

  private final MachineClock clock;
  private final TimeSettings settings;
  private volatile Snapshot known = Snapshot.NOTHING;

  DisciplinedClock(MachineClock clock, TimeSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /**
   * What is known after a round.
   *
   * @param measured the last agreement and when it was found; empty before the first
   * @param good how many rounds in a row were good
   * @param trusted whether they were enough, and nothing has happened since
   * @param everTrusted whether it ever was
   */
  private record Snapshot(
      Optional<Measured> measured,
      Round.Finding finding,
      int good,
      boolean trusted,
      boolean everTrusted,
      Optional<LeapSecond> leap) {
    static final Snapshot NOTHING =
        new Snapshot(Optional.empty(), Round.Finding.SILENT, 0, false, false, Optional.empty());

    Snapshot distrusted() {
      return new Snapshot(measured, finding, 0, false, everTrusted, leap);
    }

    /** A round without agreement; contradiction ends the trust at once, silence does not. */
    Snapshot withoutAgreement(Round.Finding found) {
      boolean stays = trusted && found == Round.Finding.SILENT;
      return new Snapshot(measured, found, 0, stays, everTrusted, leap);
    }
  }

  private record Measured(Agreement agreement, Instant wall, long nanos) {}

  Instant now() {
    return clock.wall();
  }

  long monotonicNanos() {
    return clock.monotonicNanos();
  }

  /** The leap second that the sources announced last, until it has passed. */
  Optional<LeapSecond> leap() {
    return known.leap();
  }

  /** The last agreement of the sources. */
  Optional<Agreement> agreement() {
    return known.measured().map(Measured::agreement);
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
   * Takes the result of a round.
   *
   * @param begun when the first source was asked: a wall clock that was set since then, perhaps
   *     after a source was read, is seen as a jump (TS2.3)
   */
  void accept(Round round, Moment begun) {
    ClockReading before = reading();
    Snapshot old = known;
    known =
        round
            .agreement()
            .map(agreement -> agreed(old, before, new Found(round, agreement, begun)))
            .orElseGet(() -> old.withoutAgreement(round.finding()));
  }

  /** A round, what it agreed on and when it began. */
  private record Found(Round round, Agreement agreement, Moment begun) {}

  private Snapshot agreed(Snapshot old, ClockReading before, Found found) {
    Agreement agreement = found.agreement();
    boolean isGood = agreement.bound().compareTo(settings.limits().tolerance()) <= 0;
    int good = isGood ? Math.min(old.good() + 1, settings.limits().roundsToTrust()) : 0;
    boolean goesOn = old.trusted() && before.state() != ClockState.OUT_OF_SYNC;
    boolean trusted = isGood && (goesOn || good >= settings.limits().roundsToTrust());
    return new Snapshot(
        Optional.of(new Measured(agreement, found.begun().wall(), found.begun().nanos())),
        found.round().finding(),
        good,
        trusted,
        old.everTrusted() || trusted,
        leap(old, agreement, clock.wall()));
  }

  /** Inside of its window an announced leap second stays what it is, whatever the sources say. */
  private Optional<LeapSecond> leap(Snapshot old, Agreement agreement, Instant wall) {
    Duration margin = settings.leap().margin();
    if (old.leap().filter(leap -> leap.isNear(wall, margin)).isPresent()) {
      return old.leap();
    }
    return agreement.leap() == LeapNotice.NONE
        ? Optional.empty()
        : Optional.of(LeapSecond.announced(agreement.leap(), wall));
  }

  ClockReading reading() {
    Snapshot snapshot = known;
    Moment now = moment();
    return snapshot
        .measured()
        .map(measured -> judge(snapshot, measured, now))
        .orElseGet(() -> new ClockReading(now.wall(), ClockState.UNKNOWN, Duration.ZERO, 0));
  }

  private ClockReading judge(Snapshot snapshot, Measured measured, Moment now) {
    Instant wall = now.wall();
    Duration age = Duration.ofNanos(now.nanos() - measured.nanos());
    Duration drift = Duration.ofNanos((long) (age.toNanos() * DRIFT_PER_SECOND));
    Duration jump = Duration.between(measured.wall(), wall).minus(age).abs();
    boolean leaping = isLeaping(snapshot, measured, wall);
    boolean widened = leaping && settings.leap().policy() == LeapPolicy.WIDEN;
    Duration bound = measured.agreement().bound().plus(drift).plus(jump);
    if (widened) {
      bound = bound.plus(LEAP);
    }
    ClockState state;
    if (leaping && !widened) {
      state = ClockState.LEAP_PENDING;
    } else if (jump.compareTo(JUMP.plus(drift).plus(widened ? LEAP : Duration.ZERO)) > 0) {
      // Not forgiven if the clock jumps back: only new rounds bring the trust again.
      // (If a round ends at this very moment, its trust may be lost too: one more round, no harm.)
      if (snapshot.trusted()) {
        known = snapshot.distrusted();
      }
      state = ClockState.OUT_OF_SYNC;
    } else {
      state = state(snapshot, age, bound);
    }
    return new ClockReading(wall, state, bound, measured.agreement().truechimers().size());
  }

  /** In the window, and after it until the clock was measured again. */
  private boolean isLeaping(Snapshot snapshot, Measured measured, Instant wall) {
    Duration margin = settings.leap().margin();
    return snapshot
        .leap()
        .filter(
            leap ->
                leap.isNear(wall, margin)
                    || (leap.hasPassed(wall, margin) && !leap.hasPassed(measured.wall(), margin)))
        .isPresent();
  }

  private ClockState state(Snapshot snapshot, Duration age, Duration bound) {
    if (!snapshot.everTrusted()) {
      return ClockState.UNKNOWN;
    }
    if (!snapshot.trusted()
        || age.compareTo(settings.limits().maxAge()) > 0
        || bound.compareTo(settings.limits().tolerance()) > 0) {
      return ClockState.OUT_OF_SYNC;
    }
    return switch (snapshot.finding()) {
      case AGREED -> ClockState.INSYNC;
      case PARTLY_AGREED -> ClockState.DEGRADED;
      case SILENT -> ClockState.HOLD;
      case CONTRADICTORY -> ClockState.OUT_OF_SYNC;
    };
  }
}
