package org.opentws.access;

/**
 * What annotations name beside permissions ({@link org.opentws.access.store.PermissionName}): whom
 * the container itself vouches for.
 */
public final class RoleName {
  /** Not a person: message consumers and timers run as this. */
  public static final String SYSTEM = "SYSTEM";

  private RoleName() {}
}
