package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisciplinedClockTest {
  private final FakeClock machine = new FakeClock();
  private final DisciplinedClock clock =
      new DisciplinedClock(
          machine,
          new TimeSettings(
              TimeSettings.parse("a"), 1, 8, Duration.ofSeconds(24), Duration.ofMillis(100), 100));

  private static Agreement offBy(long millis) {
    return new Agreement(Duration.ofMillis(millis), Duration.ofMillis(millis + 2), List.of("a"));
  }

  @Test
  void nothingMeasuredMeansUnknown() {
    assertEquals(ClockState.UNKNOWN, clock.reading().state());
  }

  @Test
  void freshAgreementVouchesForTheClock() {
    clock.accept(offBy(3), clock.moment());
    machine.pass(Duration.ofSeconds(8));
    assertEquals(ClockState.INSYNC, clock.reading().state());
  }

  @Test
  void clockThatIsOffByMoreThanToleratedIsRefused() {
    clock.accept(offBy(7000), clock.moment());
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void silentSourcesEndTheTrust() {
    clock.accept(offBy(3), clock.moment());
    machine.pass(Duration.ofSeconds(25));
    assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
  }

  @Test
  void jumpOfTheWallClockIsSeenAtOnceEitherWay() {
    for (long jump : List.of(-7000L, 7000L)) {
      clock.accept(offBy(0), clock.moment());
      machine.jump(Duration.ofMillis(jump));
      assertEquals(ClockState.OUT_OF_SYNC, clock.reading().state());
    }
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
    clock.accept(offBy(3), clock.moment());
    machine.pass(Duration.ofSeconds(20));
    assertEquals(Duration.ofMillis(6), clock.reading().errorBound());
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
