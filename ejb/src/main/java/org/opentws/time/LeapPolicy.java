package org.opentws.time;

/** What happens around a leap second ({@code opentws.time.leap-policy}). */
public enum LeapPolicy {
  /** No time is vouched for in the whole window around it. */
  SUSPEND,
  /** In the window the error bound is one second larger: coarse policies go on, fine ones stop. */
  WIDEN
}
