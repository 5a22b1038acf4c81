package org.opentws.tools.audit;

import java.time.Duration;
import java.time.Instant;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** The machine's clock, vouched for by nobody but this test. */
final class MachineTime implements TrustedTime {
  private volatile Duration ahead = Duration.ZERO;

  /** Lets time pass without waiting for it. */
  void pass(Duration time) {
    ahead = ahead.plus(time);
  }

  @Override
  public Instant now() {
    return Instant.now().plus(ahead);
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }

  @Override
  public ClockReading reading() {
    return new ClockReading(now(), ClockState.INSYNC, Duration.ofMillis(20), 3);
  }
}
