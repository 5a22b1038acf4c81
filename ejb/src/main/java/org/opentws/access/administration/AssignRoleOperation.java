package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** ASSIGN_ROLE: one more role for an account (M1.3), if separation of roles allows it (M1.4). */
@ApplicationScoped
public class AssignRoleOperation implements OperationHandler {
  static final String TYPE = "ASSIGN_ROLE";

  @Inject UserRegister register;
  @Inject AccessJournal journal;
  @Inject CurrentCaller caller;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> parameters) {
    RoleChange change = RoleChange.parse(parameters);
    try {
      User user = register.requireAssignable(change.account(), change.role());
      return "Give the role %s to the account '%s' of the person '%s'."
          .formatted(change.role(), user.account(), user.person());
    } catch (RequestRefused refused) {
      if (refused.refusal() == Refusal.ROLE_CONFLICT) {
        journal.refused(caller.get().account(), change.account(), refused.detail());
      }
      throw refused;
    }
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    RoleChange change = RoleChange.parse(parameters);
    register.assign(change.account(), change.role());
    journal.changed(
        AuditEventType.ROLE_ASSIGNED,
        change.account(),
        Map.of("role", change.role().name()),
        requester,
        approver);
    return Map.of("account", change.account(), "role", change.role().name());
  }
}
