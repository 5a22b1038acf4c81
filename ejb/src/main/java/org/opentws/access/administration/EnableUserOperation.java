package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** ENABLE_USER: a disabled account opens sessions again, with the roles that it kept. */
@ApplicationScoped
public class EnableUserOperation extends AccountOperation {
  @Override
  public String type() {
    return "ENABLE_USER";
  }

  @Override
  Set<String> names() {
    return Set.of();
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    if (user.isActive()) {
      throw new RequestRefused(Refusal.WRONG_STATE, user.account() + " is active");
    }
    return new AccountChange(
        "Enable the account again, with the roles that it holds",
        Map.of(DisableUserOperation.STATE, "ACTIVE"),
        (account, now) -> account.enable());
  }

  @Override
  boolean isForMachines() {
    return true;
  }
}
