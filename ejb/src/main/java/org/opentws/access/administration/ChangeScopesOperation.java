package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.ScopeNames;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.value.Scope;

/**
 * CHANGE_SCOPES: {account, cas, registrationAuthorities}, each "all" or names with blanks between
 * (SA1.1). What is outside does not exist for the account from its next request on.
 */
@ApplicationScoped
public class ChangeScopesOperation extends AccountOperation {
  @Inject ScopeNames names;

  @Override
  public String type() {
    return "CHANGE_SCOPES";
  }

  @Override
  Set<String> names() {
    return Set.of(ScopeText.CAS, ScopeText.AUTHORITIES);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Scope scope = ScopeText.read(parameters, names);
    if (user.isMachine()) {
      ScopeText.requireOfMachine(scope);
    }
    AssignmentRules.requireLimitable(user, scope);
    return new AccountChange(
        "Let the account work for %s, instead of for %s"
            .formatted(ScopeText.words(scope), ScopeText.words(user.scope())),
        Map.of(AccessJournal.CHANGED, "scopes"),
        (account, now) -> account.changeScope(scope, now));
  }

  @Override
  boolean isForMachines() {
    return true;
  }
}
