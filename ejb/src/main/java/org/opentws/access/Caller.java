package org.opentws.access;

import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;

/**
 * Who is calling (IA1.1).
 *
 * @param account the account's id, as written in the audit log, for example "security-officer-1";
 *     "anonymous" when nobody is logged in, "system" in message consumers and timers
 * @param person the natural person behind the account: two accounts of one person count as one
 * @param roles the roles in force at this request, for showing them
 * @param permissions what the caller may do: decisions ask for these, never for a role
 */
public record Caller(String account, String person, Set<Role> roles, Set<Permission> permissions) {
  public Caller {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
  }

  /** Somebody with the permissions of these roles and no other. */
  public Caller(String account, String person, Set<Role> roles) {
    this(account, person, roles, RolePermissions.of(roles, Set.of()));
  }

  /** The person behind an account, with what it holds at this moment. */
  public static Caller of(User user) {
    return new Caller(
        user.account(),
        user.person(),
        user.roles(),
        RolePermissions.of(user.roles(), user.granted()));
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  public boolean isAnonymous() {
    return account.equals("anonymous");
  }
}
