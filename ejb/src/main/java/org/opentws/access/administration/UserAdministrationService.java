package org.opentws.access.administration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.PermissionName;
import org.opentws.access.store.Role;
import org.opentws.access.store.RoleHolders;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Users and roles as the security officer administers them (M1.2a): every change takes two. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UserAdministrationService {
  /** So many users a page has. */
  public static final int PAGE_SIZE = 100;

  private static final int FILTER_LENGTH_MAX = 200;

  @Inject UserRepository users;
  @Inject AuthenticatorRepository authenticators;
  @Inject DualControlService dualControl;

  /**
   * Users by account, {@value #PAGE_SIZE} a page.
   *
   * @param filter part of the account or the person; empty for all
   * @param page from 0
   */
  @RolesAllowed(PermissionName.USER_READ)
  public List<UserView> users(String filter, int page) {
    requireFilter(filter);
    List<User> found = users.page(filter, page * PAGE_SIZE, PAGE_SIZE);
    Map<String, List<String>> certificates = users.certificatesOf(found);
    Map<String, List<AuthenticatorRow>> registered =
        authenticators.of(found.stream().map(User::account).toList()).stream()
            .collect(Collectors.groupingBy(AuthenticatorRow::account));
    return found.stream()
        .map(
            user ->
                UserView.of(
                    user,
                    certificates.getOrDefault(user.account(), List.of()),
                    registered.getOrDefault(user.account(), List.of())))
        .toList();
  }

  /** How many users the filter leaves. */
  @RolesAllowed(PermissionName.USER_READ)
  public long count(String filter) {
    requireFilter(filter);
    return users.count(filter);
  }

  /**
   * One user.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @RolesAllowed(PermissionName.USER_READ)
  public UserView user(String account) {
    return users
        .find(account)
        .map(user -> UserView.of(user, users.certificatesOf(account), authenticators.of(account)))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such account"));
  }

  private static void requireFilter(String filter) {
    if (filter.length() > FILTER_LENGTH_MAX || filter.indexOf('\0') >= 0) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "filter: up to 200 characters");
    }
  }

  /** The six roles, each with the first {@value #PAGE_SIZE} who hold it. */
  @RolesAllowed(PermissionName.USER_READ)
  public List<RoleView> roles() {
    Map<Role, RoleHolders> holders = users.holders(PAGE_SIZE);
    return Arrays.stream(Role.values())
        .map(role -> view(role, holders.getOrDefault(role, RoleHolders.NOBODY)))
        .toList();
  }

  private static RoleView view(Role role, RoleHolders holders) {
    return new RoleView(
        role,
        holders.count(),
        holders.first(),
        Arrays.stream(Role.values())
            .filter(other -> RoleSeparation.conflict(both(role, other), Set.of()).isPresent())
            .toList());
  }

  private static Set<Role> both(Role one, Role other) {
    return EnumSet.of(one, other);
  }

  /**
   * Asks for a new user.
   *
   * @param parameters account, person, certificate (base64 DER), passwordHash (PHC)
   */
  @RolesAllowed(PermissionName.USER_REQUEST)
  public OperationView requestUser(Map<String, String> parameters) {
    return dualControl.request(CreateUserOperation.TYPE, parameters);
  }

  /** Asks for a role to be given. */
  @RolesAllowed(PermissionName.USER_REQUEST)
  public OperationView requestAssignment(String account, String role) {
    return dualControl.request(
        AssignRoleOperation.TYPE,
        Map.of(AccountOperation.ACCOUNT, account, AssignRoleOperation.ROLE, role));
  }

  /** Asks for a role to be taken away. */
  @RolesAllowed(PermissionName.USER_REQUEST)
  public OperationView requestRemoval(String account, String role) {
    return dualControl.request(
        RemoveRoleOperation.TYPE,
        Map.of(AccountOperation.ACCOUNT, account, AssignRoleOperation.ROLE, role));
  }
}
