package org.opentws.access;

/**
 * The names that annotations such as RolesAllowed need as constants; one for each of the six roles.
 */
public final class RoleName {
  public static final String SECURITY_OFFICER = "SECURITY_OFFICER";
  public static final String REGISTRATION_OFFICER = "REGISTRATION_OFFICER";
  public static final String REVOCATION_OFFICER = "REVOCATION_OFFICER";
  public static final String SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR";
  public static final String SYSTEM_OPERATOR = "SYSTEM_OPERATOR";
  public static final String SYSTEM_AUDITOR = "SYSTEM_AUDITOR";

  /** Not a person: message consumers and timers run as this. */
  public static final String SYSTEM = "SYSTEM";

  private RoleName() {}
}
