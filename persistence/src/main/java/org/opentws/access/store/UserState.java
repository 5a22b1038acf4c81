package org.opentws.access.store;

/** Whether an account may log in at all; a lock after failed logins is another thing. */
public enum UserState {
  ACTIVE,
  DISABLED
}
