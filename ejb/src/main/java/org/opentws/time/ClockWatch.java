package org.opentws.time;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells what changed since the last look: state, sources, leap second; and calibration at its
 * rhythm. Used by one thread.
 */
final class ClockWatch {
  private static final double MICROS = 1e6;

  private final DisciplinedClock clock;
  private final TimeSettings settings;
  private final Consumer<ClockEvent> announce;
  private final Map<String, SourceVerdict> verdicts = new HashMap<>();
  private ClockState state = ClockState.UNKNOWN;
  private Optional<LeapSecond> leap = Optional.empty();
  private boolean leapBegun;
  private Optional<Calibration> calibration = Optional.empty();

  private record Calibration(Duration offset, long nanos) {}

  /**
   * @param announce takes each event
   */
  ClockWatch(DisciplinedClock clock, TimeSettings settings, Consumer<ClockEvent> announce) {
    this.clock = clock;
    this.settings = settings;
    this.announce = announce;
  }

  /** After a round. */
  void afterRound(List<SourceStatus> sources) {
    for (SourceStatus source : sources) {
      SourceVerdict before =
          Optional.ofNullable(verdicts.put(source.source(), source.verdict()))
              .orElse(SourceVerdict.UNKNOWN);
      if (before != source.verdict()) {
        announce.accept(
            new TimeSourceChanged(
                source.source(), before, source.verdict(), words(source), clock.now()));
      }
    }
    look(sources);
    boolean due =
        calibration
            .map(last -> clock.monotonicNanos() - last.nanos() >= rhythmNanos())
            .orElse(true);
    if (state.vouched() && due) {
      calibrated(sources);
    }
  }

  /** At any time: notices what needs no round. */
  void look(List<SourceStatus> sources) {
    ClockReading reading = clock.reading();
    if (reading.state() != state) {
      ClockState before = state;
      state = reading.state();
      announce.accept(new ClockStateChanged(before, state, describe(sources), reading.now()));
      if (!before.vouched() && state.vouched()) {
        calibrated(sources);
      }
    }
    lookAtLeap(reading);
  }

  private void lookAtLeap(ClockReading reading) {
    Optional<LeapSecond> now = clock.leap();
    Duration margin = settings.leap().margin();
    if (leap.isPresent() && !leap.equals(now)) {
      boolean passed = leap.get().hasPassed(reading.now(), margin);
      note(
          leap.get(),
          passed ? LeapSecondNoted.Phase.PASSED : LeapSecondNoted.Phase.WITHDRAWN,
          reading);
      leapBegun = false;
    }
    if (now.isPresent() && !now.equals(leap)) {
      note(now.get(), LeapSecondNoted.Phase.ANNOUNCED, reading);
    }
    if (!leapBegun && now.filter(l -> l.isNear(reading.now(), margin)).isPresent()) {
      leapBegun = true;
      note(now.get(), LeapSecondNoted.Phase.BEGUN, reading);
    }
    leap = now;
  }

  private void note(LeapSecond of, LeapSecondNoted.Phase phase, ClockReading reading) {
    String offset = clock.agreement().map(a -> millis(a.offset())).orElse("unknown");
    announce.accept(
        new LeapSecondNoted(
            of,
            phase,
            "policy %s, clock behind UTC by %s ms, error bound %s ms"
                .formatted(
                    settings.leap().policy().name().toLowerCase(Locale.ROOT),
                    offset,
                    millis(reading.errorBound())),
            reading.now()));
  }

  private void calibrated(List<SourceStatus> sources) {
    Optional<Agreement> agreement = clock.agreement();
    if (agreement.isEmpty()) {
      return;
    }
    Duration offset = agreement.get().offset();
    long nanos = clock.monotonicNanos();
    Map<String, String> details = new TreeMap<>();
    details.put("offsetMillis", millis(offset));
    details.put("errorBoundMillis", millis(clock.reading().errorBound()));
    details.put("toleranceMillis", millis(settings.limits().tolerance()));
    calibration.ifPresent(
        last ->
            details.put(
                "driftPpm",
                "%.3f"
                    .formatted(
                        (offset.toNanos() - last.offset().toNanos())
                            * MICROS
                            / Math.max(1, nanos - last.nanos()))));
    for (int i = 0; i < sources.size(); i++) {
      SourceStatus source = sources.get(i);
      details.put("source" + (i + 1), source.source() + ": " + words(source));
    }
    calibration = Optional.of(new Calibration(offset, nanos));
    Instant now = clock.now();
    announce.accept(new ClockCalibrated(state, details, now));
  }

  private long rhythmNanos() {
    return settings.rhythm().calibration().toNanos();
  }

  /** State, bound and sources in one sentence. */
  String describe(List<SourceStatus> sources) {
    ClockReading reading = clock.reading();
    String silent =
        sources.stream()
            .filter(source -> !source.agrees())
            .map(source -> source.source() + " " + words(source))
            .reduce((one, other) -> one + "; " + other)
            .map(others -> "; " + others)
            .orElse("");
    return "%s, error bound %s ms, %d of %d sources agree%s"
        .formatted(
            reading.state(),
            millis(reading.errorBound()),
            reading.sources(),
            settings.sources().size(),
            silent);
  }

  private static String words(SourceStatus source) {
    return source
        .offset()
        .map(
            offset ->
                "%s, clock behind it by %s ms, give or take %s ms (%s)"
                    .formatted(
                        source.verdict(),
                        millis(offset),
                        source.errorBound().map(ClockWatch::millis).orElse("?"),
                        source.remark()))
        .orElse(source.verdict() + " (" + source.remark() + ")");
  }

  private static String millis(Duration duration) {
    return "%.3f".formatted(duration.toNanos() / MICROS);
  }
}
