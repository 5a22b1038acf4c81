package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;

/**
 * REMOVE_ROLE: takes a role away, and single permissions that only this role justified; the open
 * sessions of the account lose them at their next request.
 */
@ApplicationScoped
public class RemoveRoleOperation extends AccountOperation {
  static final String TYPE = "REMOVE_ROLE";

  @Inject AssignmentRules rules;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  Set<String> names() {
    return Set.of(AssignRoleOperation.ROLE);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.ROLE_REMOVED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Role role = AssignmentRules.role(value(parameters, AssignRoleOperation.ROLE));
    rules.requireRemovable(user, role);
    return new AccountChange(
        "Take the role %s away".formatted(role),
        Map.of(AssignRoleOperation.ROLE, role.name()),
        (account, now) -> {
          account.remove(role);
          AssignmentRules.unjustified(account).forEach(account::withdraw);
        });
  }
}
