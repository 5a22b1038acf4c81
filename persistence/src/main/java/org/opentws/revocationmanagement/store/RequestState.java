package org.opentws.revocationmanagement.store;

/** The life of a status change request; it is decided once. */
public enum RequestState {
  /** Waits for an officer. */
  PENDING,
  RECEIVED,
  DONE,
  REFUSED
}
