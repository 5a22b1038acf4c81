package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DisciplinedClockTest {
  private final FakeClock machine = new FakeClock();
  private final DisciplinedClock clock = clock(LeapPolicy.SUSPEND, 1);

  private DisciplinedClock clock(LeapPolicy policy, int roundsToTrust) {
    return new DisciplinedClock(
        machine,
        new TimeSettings(
            TimeSettings.parse("a,b,c"),
            2,
            new TimeSettings.Rhythm(8, 100, Duration.ofMinutes(60)),
            new TimeSettings.Limits(Duration.ofMillis(1100), Duration.ofSeconds(24), roundsToTrust),
            new TimeSettings.Leap(policy, Duration.ofSeconds(10))));
  }

  private static SourceAnswer says(String source, long behindMillis, LeapNotice leap) {
    return SourceAnswer.of(
        new SourceReading(source, Duration.ofMillis(behindMillis), Duration.ofMillis(2), leap), "");
  }

  private static SourceAnswer silent(String source) {
    return new SourceAnswer(source, Optional.empty(), "no answer");
  }

  private static Round round(SourceAnswer... answers) {
    return Round.of(List.of(answers), 2);
  }

  private static void accept(DisciplinedClock clock, Round round) {
    clock.accept(round, clock.moment());
  }

  @Test
  void wallClockThatIsSetBetweenTheAnswersOfARoundIsSeen() {
    DisciplinedClock.Moment begun = clock.moment();
    machine.pass(Duration.ofMillis(400));
    machine.jump(Duration.ofSeconds(5));
    machine.pass(Duration.ofMillis(400));
    clock.accept(offBy(0), begun);
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  private static Round offBy(long millis) {
    return offBy(millis, LeapNotice.NONE);
  }

  private static Round offBy(long millis, LeapNotice leap) {
    return round(says("a", millis, leap), says("b", millis, leap), says("c", millis, leap));
  }

  @Test
  void nothingMeasuredMeansUnknown() {
    assertEquals(ClockState.UNKNOWN, clock.reading().state());
  }

  @Test
  void freshAgreementVouchesForTheClock() {
    accept(clock, offBy(3));
    machine.pass(Duration.ofSeconds(8));
    assertEquals(ClockState.INSYNC, clock.reading().state());
  }

  @Test
  void clockThatIsOffByMoreThanToleratedIsRefused() {
    accept(clock, offBy(0));
    accept(clock, offBy(7000));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void silentSourcesEndTheTrust() {
    accept(clock, offBy(3));
    machine.pass(Duration.ofSeconds(25));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void jumpOfTheWallClockIsSeenAtOnceEitherWay() {
    for (long jump : List.of(-7000L, 7000L)) {
      accept(clock, offBy(0));
      machine.jump(Duration.ofMillis(jump));
      assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
    }
  }

  @Test
  void threadHeldUpBetweenTheTwoClocksSeesNoJump() {
    clock.accept(offBy(0), clock.moment());
    machine.holdUp(Duration.ofMillis(90));
    ClockReading reading = clock.reading();
    assertEquals(ClockState.INSYNC, reading.state());
    assertEquals(machine.wall(), reading.now());
  }

  @Test
  void boundGrowsWithAge() {
    accept(clock, offBy(3));
    machine.pass(Duration.ofSeconds(20));
    assertEquals(Duration.ofMillis(6), clock.reading().errorBound());
  }

  @Test
  void oneRoundDoesNotMakeTrustAndTwoDo() {
    DisciplinedClock careful = clock(LeapPolicy.SUSPEND, 2);
    accept(careful, offBy(0));
    assertEquals(ClockState.UNKNOWN, careful.reading().state());
    accept(careful, offBy(0));
    assertEquals(ClockState.INSYNC, careful.reading().state());
    accept(careful, offBy(7000));
    assertEquals(ClockState.OUT_OF_SYNC, careful.reading().state());
    accept(careful, offBy(0));
    assertEquals(ClockState.OUT_OF_SYNC, careful.reading().state());
    accept(careful, offBy(0));
    assertEquals(ClockState.INSYNC, careful.reading().state());
  }

  @Test
  void clockThatJumpedAndJumpedBackIsNotTrustedBeforeTheNextRound() {
    accept(clock, offBy(0));
    machine.jump(Duration.ofSeconds(7));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
    machine.jump(Duration.ofSeconds(-7));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
    accept(clock, offBy(0));
    assertEquals(ClockState.INSYNC, clock.reading().state());
  }

  @Test
  void liarAmongThreeIsOutvotedAndShown() {
    accept(
        clock,
        round(
            says("a", 1, LeapNotice.NONE),
            says("b", 7000, LeapNotice.NONE),
            says("c", 0, LeapNotice.NONE)));
    assertEquals(ClockState.DEGRADED, clock.reading().state());
    assertTrue(clock.reading().errorBound().toMillis() < 10);
  }

  @Test
  void silentSourceIsAWarningAndSilenceOfAllIsBridgedForAWhileOnly() {
    accept(clock, round(says("a", 1, LeapNotice.NONE), says("b", 1, LeapNotice.NONE), silent("c")));
    assertEquals(ClockState.DEGRADED, clock.reading().state());
    machine.pass(Duration.ofSeconds(8));
    accept(clock, round(silent("a"), silent("b"), silent("c")));
    assertEquals(ClockState.HOLD, clock.reading().state());
    machine.pass(Duration.ofSeconds(17));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void whenSourcesContradictEachOtherNobodyIsChosen() {
    accept(clock, offBy(0));
    accept(
        clock,
        round(
            says("a", 0, LeapNotice.NONE),
            says("b", 2000, LeapNotice.NONE),
            says("c", 4000, LeapNotice.NONE)));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
    accept(clock, round(says("a", 0, LeapNotice.NONE), says("b", 2000, LeapNotice.NONE)));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void noTimeIsVouchedForInTheWholeWindowOfALeapSecond() {
    machine.wall = Instant.parse("2026-12-31T23:59:40Z");
    accept(clock, offBy(0, LeapNotice.INSERT));
    assertEquals(ClockState.INSYNC, clock.reading().state());
    assertEquals(
        Optional.of(new LeapSecond(Instant.parse("2027-01-01T00:00:00Z"), true)), clock.leap());
    machine.pass(Duration.ofSeconds(10));
    // The last second of the month comes twice: the machine's clock is set back.
    for (int second = 0; second < 11; second++) {
      assertEquals(ClockState.LEAP_PENDING, clock.reading().state(), "" + machine.wall);
      machine.pass(Duration.ofSeconds(1));
    }
    machine.jump(Duration.ofSeconds(-1));
    for (int second = 0; second < 10; second++) {
      assertEquals(ClockState.LEAP_PENDING, clock.reading().state(), "" + machine.wall);
      machine.pass(Duration.ofSeconds(1));
    }
    // The window is over, but nobody has measured the clock since.
    assertEquals(ClockState.LEAP_PENDING, clock.reading().state());
    accept(clock, offBy(0));
    assertEquals(ClockState.INSYNC, clock.reading().state());
    assertEquals(Optional.empty(), clock.leap());
  }

  @Test
  void policyThatWidensLetsCoarseUsersGoOn() {
    DisciplinedClock wide = clock(LeapPolicy.WIDEN, 1);
    machine.wall = Instant.parse("2026-12-31T23:59:40Z");
    accept(wide, offBy(0, LeapNotice.INSERT));
    machine.pass(Duration.ofSeconds(12));
    assertEquals(ClockState.INSYNC, wide.reading().state());
    assertTrue(wide.reading().errorBound().compareTo(Duration.ofSeconds(1)) > 0);
    assertFalse(wide.reading().within(Duration.ofMillis(100)));
  }

  @Test
  void leapSecondOfAMinorityIsNotBelieved() {
    accept(
        clock,
        round(
            says("a", 0, LeapNotice.INSERT),
            says("b", 0, LeapNotice.NONE),
            says("c", 0, LeapNotice.NONE)));
    assertEquals(Optional.empty(), clock.leap());
  }

  /** Two clocks in the hand of the test. */
  private static final class FakeClock implements MachineClock {
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long nanos = 42;
    private Duration heldUp = Duration.ZERO;

    /** The next look at the wall clock is the last thing the thread does for a while. */
    void holdUp(Duration time) {
      heldUp = time;
    }

    void pass(Duration time) {
      wall = wall.plus(time);
      nanos += time.toNanos();
    }

    void jump(Duration by) {
      wall = wall.plus(by);
    }

    @Override
    public Instant wall() {
      Instant read = wall;
      pass(heldUp);
      heldUp = Duration.ZERO;
      return read;
    }

    @Override
    public long monotonicNanos() {
      return nanos;
    }
  }
}
