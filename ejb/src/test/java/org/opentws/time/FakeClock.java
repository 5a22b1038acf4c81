package org.opentws.time;

import java.time.Duration;
import java.time.Instant;

/** Two clocks in the hand of the test. */
final class FakeClock implements MachineClock {
  private Instant wall;
  private long nanos = 42;
  private Duration heldUp = Duration.ZERO;

  FakeClock(Instant wall) {
    this.wall = wall;
  }

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

  void set(Instant to) {
    wall = to;
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
