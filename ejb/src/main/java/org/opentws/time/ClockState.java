package org.opentws.time;

/** What TrustedTime knows of its clock. */
public enum ClockState {
  /** Not enough rounds with the sources have been completed yet. */
  UNKNOWN(false),
  /** All sources answer and agree, and the error bound is within tolerance. */
  INSYNC(true),
  /** Enough sources agree, but one is silent or tells another time: a warning. */
  DEGRADED(true),
  /** The sources are silent; the last measurement is young enough to vouch still. */
  HOLD(true),
  /** A leap second is so near that the policy vouches for no time until it has passed. */
  LEAP_PENDING(false),
  /** Sources contradict each other or were silent for too long, or the clock is off or jumped. */
  OUT_OF_SYNC(false);

  private final boolean vouched;

  ClockState(boolean vouched) {
    this.vouched = vouched;
  }

  /** Whether the clock is vouched for within the platform's tolerance. */
  public boolean vouched() {
    return vouched;
  }
}
