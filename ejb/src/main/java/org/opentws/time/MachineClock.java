package org.opentws.time;

import java.time.Instant;

/** The machine's two clocks. Tests put another one in its place; nothing else reads a clock. */
interface MachineClock {
  Instant wall();

  long monotonicNanos();

  /** The real ones. */
  static MachineClock system() {
    return new MachineClock() {
      @Override
      public Instant wall() {
        return Instant.now();
      }

      @Override
      public long monotonicNanos() {
        return System.nanoTime();
      }
    };
  }
}
