package org.opentws.time;

import java.time.Duration;
import java.time.Instant;

/**
 * One look at the clock (TS2.1).
 *
 * @param now UTC now
 * @param state whether the sources vouch for it
 * @param errorBound the clock is at most this far from UTC, if the state is vouched for
 * @param sources how many sources agreed in the last round
 */
public record ClockReading(Instant now, ClockState state, Duration errorBound, int sources) {
  /**
   * Whether the clock is vouched for within that much of UTC: each user has a tolerance of its own
   * (SO3.1: one second; TS2.1: what the time-stamp policy says).
   */
  public boolean within(Duration tolerance) {
    return state.vouched() && errorBound.compareTo(tolerance) <= 0;
  }
}
