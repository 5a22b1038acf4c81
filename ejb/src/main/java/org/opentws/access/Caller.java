package org.opentws.access;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.value.Scope;

/**
 * Who is calling (IA1.1).
 *
 * @param account the account's id, as written in the audit log, for example "security-officer-1";
 *     "anonymous" when nobody is logged in, "system" in message consumers and timers
 * @param person the natural person behind the account: two accounts of one person count as one
 * @param roles the roles in force at this request, for showing them
 * @param permissions what the caller may do: decisions ask for these, never for a role
 * @param profiles the certificate profiles that a machine is bound to; empty for a person
 * @param scope what the caller works for: what is outside does not exist for the caller (SA1.1)
 */
public record Caller(
    String account,
    String person,
    Set<Role> roles,
    Set<Permission> permissions,
    Scope scope,
    Optional<Set<String>> profiles) {
  public Caller {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
    profiles = profiles.map(Set::copyOf);
  }

  /** A person, who is bound to no profiles. */
  public Caller(
      String account, String person, Set<Role> roles, Set<Permission> permissions, Scope scope) {
    this(account, person, roles, permissions, scope, Optional.empty());
  }

  /** Somebody with the permissions of these roles and no other, for everything there is. */
  public Caller(String account, String person, Set<Role> roles) {
    this(account, person, roles, RolePermissions.of(roles, Set.of()), Scope.EVERYTHING);
  }

  /** The person behind an account, with what it holds at this moment. */
  public static Caller of(User user) {
    if (user.isMachine()) {
      return machine(user);
    }
    Set<Permission> permissions = RolePermissions.of(user.roles(), user.granted());
    // Assignment sees to it; if it ever failed, what knows no scope would show everything.
    if (!user.scope().isEverything()) {
      permissions.retainAll(ScopedPermissions.ALL);
    }
    return new Caller(user.account(), user.person(), user.roles(), permissions, user.scope());
  }

  /** Never a role, whatever stands in the rows. */
  private static Caller machine(User machine) {
    Set<Permission> permissions = EnumSet.of(Permission.APPLICATION_SUBMIT);
    if (machine.granted().contains(Permission.STATUS_CHANGE_MACHINE)) {
      permissions.add(Permission.STATUS_CHANGE_MACHINE);
    }
    return new Caller(
        machine.account(),
        machine.person(),
        Set.of(),
        permissions,
        machine.scope(),
        Optional.of(machine.profiles()));
  }

  /** The system of a registration authority: a principal of its own, no person. */
  public boolean isMachine() {
    return profiles.isPresent();
  }

  /** Somebody of whom nothing can be believed: no right, and nothing to work for. */
  public static Caller unknown(String account, String person) {
    return new Caller(account, person, Set.of(), Set.of(), Scope.NOTHING);
  }

  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  public boolean isAnonymous() {
    return account.equals("anonymous");
  }
}
