package org.opentws.registration.store;

/** The life of a certificate application; it goes one way. */
public enum ApplicationState {
  /** Waits for a Registration Officer (R1.5). */
  SUBMITTED,
  /** A Registration Officer approved it; generation has not answered yet. */
  APPROVED,
  /** The certificate exists. */
  CERTIFIED,
  /** A Registration Officer declined it. */
  REJECTED,
  /** Certificate generation declined it, although it was approved (CG1.2). */
  REFUSED
}
