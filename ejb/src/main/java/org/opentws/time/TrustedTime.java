package org.opentws.time;

import java.time.Instant;

/** The one clock of the system (SO3.1): reads it and says how far it may be from UTC. */
public interface TrustedTime {
  /** UTC now, in the clock's own resolution. Never fails: for records, logs and lists. */
  Instant now();

  /** Monotonic nanoseconds, for measuring durations only. */
  long monotonicNanos();

  /** What is known about the clock at this moment: cheap, without locks. */
  ClockReading reading();
}
