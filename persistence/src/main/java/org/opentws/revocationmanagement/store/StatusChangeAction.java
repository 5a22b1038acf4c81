package org.opentws.revocationmanagement.store;

/** What a status change request asks for (5.3.5.2). */
public enum StatusChangeAction {
  SUSPEND,
  REINSTATE,
  REVOKE
}
