package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;

/**
 * REMOVE_ROLE: takes a role away; the open sessions of the account lose it at their next request.
 */
@ApplicationScoped
public class RemoveRoleOperation implements OperationHandler {
  static final String TYPE = "REMOVE_ROLE";

  @Inject UserRegister register;
  @Inject AccessJournal journal;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> parameters) {
    RoleChange change = RoleChange.parse(parameters);
    User user = register.requireRemovable(change.account(), change.role());
    return "Take the role %s from the account '%s' of the person '%s'."
        .formatted(change.role(), user.account(), user.person());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    RoleChange change = RoleChange.parse(parameters);
    register.remove(change.account(), change.role());
    journal.changed(
        AuditEventType.ROLE_REMOVED,
        change.account(),
        Map.of("role", change.role().name()),
        requester,
        approver);
    return Map.of("account", change.account(), "role", change.role().name());
  }
}
