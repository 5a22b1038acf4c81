package org.opentws.access.store;

/** The six roles of M1.2. */
public enum Role {
  SECURITY_OFFICER,
  REGISTRATION_OFFICER,
  REVOCATION_OFFICER,
  SYSTEM_ADMINISTRATOR,
  SYSTEM_OPERATOR,
  SYSTEM_AUDITOR
}
