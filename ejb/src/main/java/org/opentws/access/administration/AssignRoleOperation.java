package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;

/** ASSIGN_ROLE: one more role for an account (M1.3), if separation of roles allows it (M1.4). */
@ApplicationScoped
public class AssignRoleOperation extends AccountOperation {
  static final String TYPE = "ASSIGN_ROLE";
  static final String ROLE = "role";

  @Inject AssignmentRules rules;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  Set<String> names() {
    return Set.of(ROLE);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.ROLE_ASSIGNED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Role role = AssignmentRules.role(value(parameters, ROLE));
    rules.requireAssignable(user, role);
    return new AccountChange(
        "Give the role %s".formatted(role),
        Map.of(ROLE, role.name()),
        (account, now) -> account.assign(role, now));
  }
}
