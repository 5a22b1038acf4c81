package org.opentws.time;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.ConfigProvider;

/** {@link TrustedTime} for the whole node: one disciplined clock. */
@ApplicationScoped
public class TrustedClock implements TrustedTime {
  private DisciplinedClock clock = new DisciplinedClock(MachineClock.system(), noSources());
  private TimeSettings settings = noSources();

  @PostConstruct
  void configure() {
    settings = TimeSettings.from(ConfigProvider.getConfig());
    clock = new DisciplinedClock(MachineClock.system(), settings);
  }

  TimeSettings settings() {
    return settings;
  }

  DisciplinedClock clock() {
    return clock;
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public long monotonicNanos() {
    return clock.monotonicNanos();
  }

  @Override
  public ClockReading reading() {
    return clock.reading();
  }

  private static TimeSettings noSources() {
    return new TimeSettings(
        TimeSettings.parse(""),
        1,
        new TimeSettings.Rhythm(1, 1, Duration.ofMinutes(1)),
        new TimeSettings.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), 1),
        new TimeSettings.Leap(LeapPolicy.SUSPEND, Duration.ofSeconds(10)));
  }
}
