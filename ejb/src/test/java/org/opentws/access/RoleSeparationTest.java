package org.opentws.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

class RoleSeparationTest {
  /** M1.4 a) and b), pair by pair; every pair that is not here may be combined. */
  private static final Set<Set<Role>> EXCLUDED =
      Set.of(
          Set.of(Role.SECURITY_OFFICER, Role.SYSTEM_AUDITOR),
          Set.of(Role.REGISTRATION_OFFICER, Role.SYSTEM_AUDITOR),
          Set.of(Role.REVOCATION_OFFICER, Role.SYSTEM_AUDITOR),
          Set.of(Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER),
          Set.of(Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_AUDITOR),
          Set.of(Role.SYSTEM_OPERATOR, Role.SECURITY_OFFICER),
          Set.of(Role.SYSTEM_OPERATOR, Role.SYSTEM_AUDITOR));

  @Test
  void exactlyThePairsOfTheStandardAreExcluded() {
    for (Role one : Role.values()) {
      for (Role other : Role.values()) {
        Set<Role> pair = EnumSet.of(one, other);
        assertEquals(
            EXCLUDED.contains(pair),
            RoleSeparation.conflict(pair, Set.of()).isPresent(),
            "" + pair);
      }
    }
  }

  @Test
  void aConflictIsFoundAmongManyRolesAndBothAreNamed() {
    Set<Role> roles =
        EnumSet.of(Role.SYSTEM_OPERATOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_OFFICER);

    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> RoleSeparation.check(roles, Set.of()));

    assertEquals(Refusal.ROLE_CONFLICT, refused.refusal());
    assertTrue(refused.detail().contains("SECURITY_OFFICER"), refused.detail());
    assertTrue(refused.detail().contains("SYSTEM_ADMINISTRATOR"), refused.detail());
  }

  @Test
  void privilegeOfAnExcludedRoleIsExcludedAlone() {
    for (Role role :
        EnumSet.of(Role.SECURITY_OFFICER, Role.REGISTRATION_OFFICER, Role.REVOCATION_OFFICER)) {
      assertTrue(
          RoleSeparation.conflict(EnumSet.of(role), EnumSet.of(Permission.AUDIT_READ)).isPresent(),
          role.name());
    }
    for (Permission permission : RolePermissions.of(Role.SECURITY_OFFICER)) {
      boolean own = RolePermissions.of(Role.SYSTEM_OPERATOR).contains(permission);
      boolean grantable = RolePermissions.grantableTo(permission).contains(Role.SYSTEM_OPERATOR);
      assertEquals(
          !own && !grantable,
          RoleSeparation.conflict(EnumSet.of(Role.SYSTEM_OPERATOR), EnumSet.of(permission))
              .isPresent(),
          permission.text());
    }
  }

  @Test
  void nothingThatChangesOrDecidesCanBeGrantedAlone() {
    for (Permission permission : Permission.values()) {
      if (!RolePermissions.grantableTo(permission).isEmpty()) {
        assertTrue(
            permission.text().endsWith(".read") || permission == Permission.BACKUP_CREATE,
            permission.text());
      }
    }
  }

  @Test
  void everyPermissionOfPersonsBelongsToARole() {
    Set<Permission> held = EnumSet.noneOf(Permission.class);
    for (Role role : Role.values()) {
      held.addAll(RolePermissions.of(role));
    }
    assertEquals(
        EnumSet.of(Permission.APPLICATION_SUBMIT, Permission.STATUS_CHANGE_MACHINE),
        EnumSet.complementOf(EnumSet.copyOf(held)),
        "what anybody may, and what machines alone may");
  }
}
