package org.opentws.timestamping;

/** Whether a client may ask a unit (TS1.1). */
public enum Admission {
  ADMITTED,
  /** There is no such unit here. */
  NO_SUCH_UNIT,
  /** The unit answers registered clients only. */
  CREDENTIAL_NEEDED,
  WRONG_CREDENTIAL,
  NOT_FOR_THIS_UNIT,
  QUOTA_USED_UP
}
