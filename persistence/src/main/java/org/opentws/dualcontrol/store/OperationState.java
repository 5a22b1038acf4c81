package org.opentws.dualcontrol.store;

/** The life of an operation; it goes one way, from top to bottom. */
public enum OperationState {
  /** Waits for a second person. */
  REQUESTED,
  /** Agreed, about to be executed. */
  APPROVED,
  /** One node has taken it. */
  EXECUTING,
  EXECUTED,
  /** Tried once and not done; it is never tried again, a new request may be made. */
  FAILED,
  REJECTED,
  EXPIRED,
  WITHDRAWN
}
