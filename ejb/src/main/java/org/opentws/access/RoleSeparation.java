package org.opentws.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * Which roles and single permissions one person must not hold together (M1.4). Everything else may
 * be combined.
 */
public final class RoleSeparation {
  /** Each role with those that exclude it: M1.4 a), then b). */
  private static final Map<Role, Set<Role>> EXCLUDED =
      Map.of(
          Role.SECURITY_OFFICER, EnumSet.of(Role.SYSTEM_AUDITOR),
          Role.REGISTRATION_OFFICER, EnumSet.of(Role.SYSTEM_AUDITOR),
          Role.REVOCATION_OFFICER, EnumSet.of(Role.SYSTEM_AUDITOR),
          Role.SYSTEM_ADMINISTRATOR, EnumSet.of(Role.SECURITY_OFFICER, Role.SYSTEM_AUDITOR),
          Role.SYSTEM_OPERATOR, EnumSet.of(Role.SECURITY_OFFICER, Role.SYSTEM_AUDITOR));

  private RoleSeparation() {}

  /** The first conflict among what a person holds, in words. */
  public static Optional<String> conflict(Set<Role> roles, Set<Permission> granted) {
    for (Role role : Role.values()) {
      if (roles.contains(role)) {
        for (Role other : EXCLUDED.getOrDefault(role, Set.of())) {
          if (roles.contains(other)) {
            return Optional.of(role + " excludes " + other);
          }
        }
        for (Permission permission : granted) {
          if (!goWith(role, permission)) {
            return Optional.of(role + " excludes " + permission.text());
          }
        }
      }
    }
    return Optional.empty();
  }

  /** M1.4 speaks of privileges: one that belongs to an excluded role is excluded alone, too. */
  private static boolean goWith(Role role, Permission permission) {
    return RolePermissions.grantableTo(permission).contains(role)
        || RolePermissions.of(role).contains(permission);
  }

  /**
   * Refuses a conflicting set.
   *
   * @throws RequestRefused ROLE_CONFLICT, naming both
   */
  public static void check(Set<Role> roles, Set<Permission> granted) {
    conflict(roles, granted)
        .ifPresent(
            conflict -> {
              throw new RequestRefused(Refusal.ROLE_CONFLICT, conflict);
            });
  }
}
