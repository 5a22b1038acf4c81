package org.opentws.access;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.store.Role;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Which roles one person must not hold together (M1.4). Everything else may be combined. */
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

  /** The first conflict among a person's roles, in words. */
  public static Optional<String> conflict(Set<Role> roles) {
    for (Role role : Role.values()) {
      if (roles.contains(role)) {
        for (Role other : EXCLUDED.getOrDefault(role, Set.of())) {
          if (roles.contains(other)) {
            return Optional.of(role + " excludes " + other);
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Refuses a conflicting set.
   *
   * @throws RequestRefused ROLE_CONFLICT, naming both roles
   */
  public static void check(Set<Role> roles) {
    conflict(roles)
        .ifPresent(
            conflict -> {
              throw new RequestRefused(Refusal.ROLE_CONFLICT, conflict);
            });
  }
}
