package org.opentws.revocationmanagement.store;

/** The life of a status change request; it is decided once. */
public enum RequestState {
  RECEIVED,
  DONE,
  REFUSED
}
