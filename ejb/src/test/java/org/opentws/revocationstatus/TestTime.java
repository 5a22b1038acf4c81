package org.opentws.revocationstatus;

import java.time.Duration;
import java.time.Instant;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** A clock that the test moves. */
public final class TestTime implements TrustedTime {
  public Instant now = Instant.parse("2026-06-01T12:00:00.123456Z");
  public long nanos = 1;

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long monotonicNanos() {
    return nanos;
  }

  @Override
  public ClockReading reading() {
    return new ClockReading(now, ClockState.INSYNC, Duration.ofMillis(5), 3);
  }
}
