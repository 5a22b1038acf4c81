package org.opentws.time;

/** What TrustedTime knows of its clock. */
public enum ClockState {
  /** No round has been completed yet. */
  UNKNOWN,
  /** Enough sources agree and the error bound is within tolerance. */
  INSYNC,
  /** Sources disagree, are silent for too long, or the clock is off. */
  OUT_OF_SYNC
}
