package org.opentws.tools.audit;

import java.time.Duration;
import java.time.Instant;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;

/** The machine's clock, vouched for by nobody but this test. */
final class MachineTime implements TrustedTime {
  @Override
  public Instant now() {
    return Instant.now();
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
