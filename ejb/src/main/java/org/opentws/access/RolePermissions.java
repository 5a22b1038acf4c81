package org.opentws.access;

import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;

/**
 * The permission matrix (M1.1, M1.2): what each role may do, and which permissions can be granted
 * alone. docs/permissions.md is made from it.
 */
public final class RolePermissions {
  private static final Map<Role, Set<Permission>> OF_ROLE = new EnumMap<>(Role.class);

  static {
    // M1.2a
    allow(
        Role.SECURITY_OFFICER,
        Permission.USER_READ,
        Permission.USER_REQUEST,
        Permission.USER_APPROVE,
        Permission.SESSION_ADMINISTER,
        Permission.SETTING_READ,
        Permission.KEY_READ,
        Permission.KEY_REQUEST,
        Permission.KEY_APPROVE,
        Permission.DEVICE_ACTIVATE,
        Permission.POLICY_REQUEST,
        Permission.POLICY_APPROVE,
        Permission.AUDIT_PARAMETER_REQUEST,
        Permission.AUDIT_PARAMETER_APPROVE,
        Permission.ALARM_READ,
        Permission.ALARM_ACKNOWLEDGE,
        Permission.ARCHIVE_DELETION_REQUEST,
        Permission.ARCHIVE_DELETION_APPROVE,
        Permission.PERSONAL_DATA_ERASURE_APPROVE,
        Permission.TERMINATION_EXPORT,
        Permission.CERTIFICATE_READ,
        Permission.STATUS_CHANGE_SUBJECT,
        Permission.STATUS_CHANGE_MANAGEMENT,
        Permission.CRL_IMPORT);
    // M1.2b
    allow(
        Role.REGISTRATION_OFFICER,
        Permission.APPLICATION_READ,
        Permission.APPLICATION_DECIDE,
        Permission.PERSONAL_DATA_EXPORT,
        Permission.PERSONAL_DATA_ERASURE_REQUEST,
        Permission.CERTIFICATE_READ,
        Permission.STATUS_CHANGE_SUBJECT);
    // M1.2c
    allow(
        Role.REVOCATION_OFFICER,
        Permission.CERTIFICATE_READ,
        Permission.STATUS_CHANGE_SUBJECT,
        Permission.SUSPENSION_READ);
    // M1.2d
    allow(
        Role.SYSTEM_ADMINISTRATOR,
        Permission.SETTING_READ,
        Permission.SETTING_CHANGE,
        Permission.ALARM_READ,
        Permission.ALARM_ACKNOWLEDGE,
        Permission.KEY_READ);
    // M1.2e
    allow(
        Role.SYSTEM_OPERATOR,
        Permission.ALARM_READ,
        Permission.ALARM_ACKNOWLEDGE,
        Permission.ARCHIVE_CREATE,
        Permission.BACKUP_CREATE,
        Permission.BACKUP_RESTORE_REQUEST,
        Permission.BACKUP_RESTORE_APPROVE);
    // M1.2f
    allow(
        Role.SYSTEM_AUDITOR,
        Permission.AUDIT_READ,
        Permission.AUDIT_VERIFY,
        Permission.ALARM_READ,
        Permission.ARCHIVE_READ,
        Permission.KEY_READ,
        Permission.CERTIFICATE_READ);
  }

  /** AA5.1: reading what the daily work needs; never a right to change or to decide. */
  private static final Map<Permission, Set<Role>> GRANTABLE =
      Map.of(
          Permission.AUDIT_READ, EnumSet.of(Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_OPERATOR),
          Permission.CERTIFICATE_READ, EnumSet.of(Role.SYSTEM_ADMINISTRATOR, Role.SYSTEM_OPERATOR),
          Permission.KEY_READ,
              EnumSet.of(Role.REGISTRATION_OFFICER, Role.REVOCATION_OFFICER, Role.SYSTEM_OPERATOR),
          Permission.BACKUP_CREATE, EnumSet.of(Role.SYSTEM_ADMINISTRATOR));

  private RolePermissions() {}

  private static void allow(Role role, Permission first, Permission... others) {
    Set<Permission> all = EnumSet.of(first, others);
    all.add(Permission.PORTAL_USE);
    all.add(Permission.OPERATION_TAKE_PART);
    OF_ROLE.put(role, all);
  }

  /** What a role may do. */
  public static Set<Permission> of(Role role) {
    return EnumSet.copyOf(OF_ROLE.getOrDefault(role, Set.of()));
  }

  /** What somebody with these roles and these single grants may do. */
  public static Set<Permission> of(Collection<Role> roles, Collection<Permission> granted) {
    Set<Permission> all = EnumSet.noneOf(Permission.class);
    roles.forEach(role -> all.addAll(of(role)));
    all.addAll(granted);
    return all;
  }

  /** The roles whose holders the permission can be granted to alone; mostly none. */
  public static Set<Role> grantableTo(Permission permission) {
    return GRANTABLE.getOrDefault(permission, Set.of());
  }
}
