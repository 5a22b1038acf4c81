package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the log holds of a leap second, also when the looks come late. */
class ClockWatchTest {
  private static final Duration MARGIN = Duration.ofSeconds(3);
  private static final Instant LEAP = Instant.parse("2026-12-01T00:00:00Z");

  private final FakeClock machine = new FakeClock(LEAP.minusSeconds(60));
  private final TimeSettings settings =
      new TimeSettings(
          TimeSettings.parse("a,b"),
          2,
          new TimeSettings.Rhythm(8, 100, Duration.ofMinutes(60)),
          new TimeSettings.Limits(Duration.ofMillis(1100), Duration.ofSeconds(240), 1),
          new TimeSettings.Leap(LeapPolicy.SUSPEND, MARGIN));
  private final DisciplinedClock clock = new DisciplinedClock(machine, settings);
  private final List<LeapSecondNoted> noted = new ArrayList<>();
  private final ClockWatch watch = new ClockWatch(clock, settings, this::note);

  private void note(ClockEvent event) {
    if (event instanceof LeapSecondNoted leap) {
      noted.add(leap);
    }
  }

  private void round(LeapNotice leap) {
    Round round = Round.of(List.of(says("a", leap), says("b", leap)), 2);
    clock.accept(round, clock.moment());
    watch.afterRound(round.statuses());
  }

  private static SourceAnswer says(String source, LeapNotice leap) {
    return SourceAnswer.of(
        new SourceReading(source, Duration.ZERO, Duration.ofMillis(2), leap), "");
  }

  private List<LeapSecondNoted.Phase> phases() {
    return noted.stream().map(LeapSecondNoted::phase).toList();
  }

  @Test
  void leapSecondIsNotedFromAnnouncementToEnd() {
    round(LeapNotice.INSERT);
    machine.pass(Duration.ofSeconds(58));
    watch.look(List.of());
    machine.pass(Duration.ofSeconds(6));
    round(LeapNotice.NONE);
    assertEquals(
        List.of(
            LeapSecondNoted.Phase.ANNOUNCED,
            LeapSecondNoted.Phase.BEGUN,
            LeapSecondNoted.Phase.PASSED),
        phases());
    assertEquals(LEAP, noted.get(0).leap().at());
  }

  @Test
  void beginningIsNotedEvenIfNobodyLookedWhileItLasted() {
    round(LeapNotice.INSERT);
    machine.pass(Duration.ofSeconds(70));
    round(LeapNotice.NONE);
    assertEquals(
        List.of(
            LeapSecondNoted.Phase.ANNOUNCED,
            LeapSecondNoted.Phase.BEGUN,
            LeapSecondNoted.Phase.PASSED),
        phases());
  }

  @Test
  void announcementThatIsTakenBackBeginsNothing() {
    round(LeapNotice.INSERT);
    machine.pass(Duration.ofSeconds(8));
    round(LeapNotice.NONE);
    assertEquals(
        List.of(LeapSecondNoted.Phase.ANNOUNCED, LeapSecondNoted.Phase.WITHDRAWN), phases());
  }
}
