package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.opentws.access.RolePermissions;
import org.opentws.access.RoleSeparation;
import org.opentws.access.ScopedPermissions;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Scope;

/** Who may hold what: M1.4 counts all accounts of a person together. */
@ApplicationScoped
public class AssignmentRules {
  /** Fewer could approve nothing any more (M1.2a, KM1.3). */
  private static final int SECURITY_OFFICERS_MIN = 2;

  @Inject UserRepository users;

  static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new RequestRefused(Refusal.MALFORMED_REQUEST, "unknown role"));
  }

  static Permission permission(String text) {
    return Permission.named(text)
        .orElseThrow(() -> new RequestRefused(Refusal.MALFORMED_REQUEST, "unknown permission"));
  }

  /** Refuses a role that the account has, or that what the person holds excludes. */
  void requireAssignable(User user, Role role) {
    if (user.roles().contains(role)) {
      throw new RequestRefused(Refusal.WRONG_STATE, user.account() + " has the role " + role);
    }
    requireLimitable(EnumSet.of(role), Set.of(), user.scope());
    Set<Role> roles = EnumSet.of(role);
    roles.addAll(users.rolesOfPerson(user.person()));
    RoleSeparation.check(roles, users.grantedToPerson(user.person()));
  }

  /** Refuses a role that the account has not, and the last but one security officer's. */
  void requireRemovable(User user, Role role) {
    if (!user.roles().contains(role)) {
      throw new RequestRefused(Refusal.WRONG_STATE, user.account() + " has not the role " + role);
    }
    if (role == Role.SECURITY_OFFICER) {
      requirePairWithout(user);
    }
  }

  /**
   * Two persons must remain who are security officers, whatever becomes of this account.
   *
   * @throws RequestRefused WRONG_STATE
   */
  void requirePairWithout(User user) {
    List<String> remaining =
        users.holders(Role.SECURITY_OFFICER).stream()
            .filter(holder -> !holder.account().equals(user.account()))
            .map(User::person)
            .distinct()
            .toList();
    if (remaining.size() < SECURITY_OFFICERS_MIN) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "two security officers must remain, or nothing can be approved");
    }
  }

  /** Refuses a permission that cannot be granted alone to a person of these roles. */
  void requireGrantable(User user, Permission permission) {
    if (user.granted().contains(permission)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, user.account() + " was granted " + permission.text());
    }
    requireLimitable(Set.of(), EnumSet.of(permission), user.scope());
    RoleSeparation.check(users.rolesOfPerson(user.person()), EnumSet.of(permission));
    if (!isJustified(user, permission)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "%s can be granted alone to holders of %s only"
              .formatted(permission.text(), RolePermissions.grantableTo(permission)));
    }
  }

  /** Refuses a limit for an account with rights that are about the whole system (SA1.1). */
  static void requireLimitable(User user, Scope scope) {
    requireLimitable(user.roles(), user.granted(), scope);
  }

  private static void requireLimitable(Set<Role> roles, Set<Permission> granted, Scope scope) {
    if (scope.isEverything()) {
      return;
    }
    ScopedPermissions.objection(roles, granted)
        .ifPresent(
            objection -> {
              throw new RequestRefused(
                  Refusal.ROLE_CONFLICT, objection + ": it cannot go with a limited scope");
            });
  }

  static void requireWithdrawable(User user, Permission permission) {
    if (!user.granted().contains(permission)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, user.account() + " was not granted " + permission.text());
    }
  }

  private static boolean isJustified(User user, Permission permission) {
    return user.roles().stream().anyMatch(RolePermissions.grantableTo(permission)::contains);
  }

  /** Single permissions that no role of the account justifies. */
  static List<Permission> unjustified(User user) {
    return user.granted().stream().filter(permission -> !isJustified(user, permission)).toList();
  }
}
