package org.opentws.audit;

/** How the recorded action ended (AA3.1d). */
public enum Outcome {
  SUCCESS,
  /** Refused: not allowed, not valid. */
  REFUSED,
  /** Tried and failed. */
  FAILURE
}
