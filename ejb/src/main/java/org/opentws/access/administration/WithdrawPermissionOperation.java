package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Permission;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;

/** WITHDRAW_PERMISSION: takes a single permission back; the roles and theirs stay. */
@ApplicationScoped
public class WithdrawPermissionOperation extends AccountOperation {
  @Override
  public String type() {
    return "WITHDRAW_PERMISSION";
  }

  @Override
  Set<String> names() {
    return Set.of(GrantPermissionOperation.PERMISSION);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.PERMISSION_WITHDRAWN;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Permission permission =
        AssignmentRules.permission(value(parameters, GrantPermissionOperation.PERMISSION));
    AssignmentRules.requireWithdrawable(user, permission);
    return new AccountChange(
        "Take the single permission %s back".formatted(permission.text()),
        Map.of(GrantPermissionOperation.PERMISSION, permission.text()),
        (account, now) -> account.withdraw(permission));
  }
}
