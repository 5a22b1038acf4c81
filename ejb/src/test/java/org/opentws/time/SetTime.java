package org.opentws.time;

import java.time.Duration;
import java.time.Instant;

/** A clock that the test moves. */
public class SetTime implements TrustedTime {
  public Instant now = Instant.parse("2026-11-24T08:00:00Z");

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long monotonicNanos() {
    return 0;
  }

  @Override
  public ClockReading reading() {
    return new ClockReading(now, ClockState.INSYNC, Duration.ofMillis(1), 3);
  }
}
