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
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.PermissionName;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;

/** Users and roles as the security officer administers them (M1.2a): every change takes two. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UserAdministrationService {
  @Inject UserRepository users;
  @Inject DualControlService dualControl;

  @RolesAllowed(PermissionName.USER_READ)
  public List<UserView> users() {
    return users.all().stream().map(UserView::of).toList();
  }

  @RolesAllowed(PermissionName.USER_READ)
  public List<RoleView> roles() {
    List<User> all = users.all();
    return Arrays.stream(Role.values()).map(role -> view(role, all)).toList();
  }

  private static RoleView view(Role role, List<User> all) {
    return new RoleView(
        role,
        all.stream().filter(u -> u.roles().contains(role)).map(User::account).toList(),
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
