package org.opentws.time;

import java.time.Instant;

/**
 * CDI event: something about a leap second (EN 319 421, 7.7.2: the exact time of the change is
 * recorded). Audit listens.
 */
public record LeapSecondNoted(LeapSecond leap, Phase phase, String detail, Instant at)
    implements ClockEvent {
  /** What is noted. */
  public enum Phase {
    ANNOUNCED,
    WITHDRAWN,
    /** The window around it begins: the policy is in force. */
    BEGUN,
    /** The clock was measured again after it. */
    PASSED
  }
}
