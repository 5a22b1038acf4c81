package org.opentws.access;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;

/**
 * The permissions that can be limited to CAs and registration authorities (SA1.1): whatever they
 * allow shows and changes only what the scope covers. All others are about the system as a whole
 * (its users, devices, settings and its one audit log): who holds one of them works for everything.
 */
public final class ScopedPermissions {
  static final Set<Permission> ALL =
      Set.copyOf(
          EnumSet.of(
              Permission.PORTAL_USE,
              Permission.OPERATION_TAKE_PART,
              Permission.KEY_READ,
              Permission.APPLICATION_SUBMIT,
              Permission.APPLICATION_READ,
              Permission.APPLICATION_DECIDE,
              Permission.PERSONAL_DATA_EXPORT,
              Permission.PERSONAL_DATA_ERASURE_REQUEST,
              Permission.CERTIFICATE_READ,
              Permission.STATUS_CHANGE_SUBJECT,
              Permission.STATUS_CHANGE_MACHINE,
              Permission.SUSPENSION_READ));

  private ScopedPermissions() {}

  /** Why somebody who holds this cannot be limited, in words; empty if it can be. */
  public static Optional<String> objection(Collection<Role> roles, Collection<Permission> granted) {
    for (Role role : roles) {
      if (!ALL.containsAll(RolePermissions.of(role))) {
        return Optional.of(role + " works for the whole system");
      }
    }
    return granted.stream()
        .filter(permission -> !ALL.contains(permission))
        .map(permission -> permission.text() + " is about the whole system")
        .findFirst();
  }
}
