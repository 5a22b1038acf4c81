package org.opentws.certificategeneration;

import java.time.Duration;
import java.time.Instant;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** A clock that stands still until a test moves it. */
public final class SettableTime implements TrustedTime {
  private Instant now;

  public SettableTime(Instant now) {
    this.now = now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public long monotonicNanos() {
    return Duration.between(Instant.EPOCH, now).toNanos();
  }

  @Override
  public ClockReading reading() {
    return new ClockReading(now, ClockState.INSYNC, Duration.ofMillis(1), 3);
  }
}
