package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** DISABLE_USER: the account opens nothing any more, on any node, from its next request on. */
@ApplicationScoped
public class DisableUserOperation extends AccountOperation {
  static final String STATE = "state";

  @Inject AssignmentRules rules;

  @Override
  public String type() {
    return "DISABLE_USER";
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
    if (!user.isActive()) {
      throw new RequestRefused(Refusal.WRONG_STATE, user.account() + " is disabled");
    }
    if (user.roles().contains(Role.SECURITY_OFFICER)) {
      rules.requirePairWithout(user);
    }
    return new AccountChange(
        "Disable the account: its sessions end, and nobody can log in with it",
        Map.of(STATE, "DISABLED"),
        (account, now) -> account.disable());
  }

  @Override
  boolean isForMachines() {
    return true;
  }
}
