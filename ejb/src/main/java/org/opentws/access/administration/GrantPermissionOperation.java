package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;

/** GRANT_PERMISSION: one permission beside those of the roles, for example audit.read (AA5.1). */
@ApplicationScoped
public class GrantPermissionOperation extends AccountOperation {
  static final String PERMISSION = "permission";

  @Inject AssignmentRules rules;

  @Override
  public String type() {
    return "GRANT_PERMISSION";
  }

  @Override
  Set<String> names() {
    return Set.of(PERMISSION);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.PERMISSION_GRANTED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Permission permission = AssignmentRules.permission(value(parameters, PERMISSION));
    rules.requireGrantable(user, permission);
    return new AccountChange(
        "Grant the permission %s: %s".formatted(permission.text(), permission.meaning()),
        Map.of(PERMISSION, permission.text()),
        (account, now) -> account.grant(permission, now));
  }
}
