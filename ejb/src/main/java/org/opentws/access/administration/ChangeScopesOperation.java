package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.access.ScopeNames;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Scope;

/**
 * CHANGE_SCOPES: {account, cas, registrationAuthorities}, each "all" or names with blanks between
 * (SA1.1). What is outside does not exist for the account from its next request on.
 */
@ApplicationScoped
public class ChangeScopesOperation extends AccountOperation {
  static final String CAS = "cas";
  static final String AUTHORITIES = "registrationAuthorities";
  private static final String ALL = "all";
  private static final int NAMES_MAX = 100;

  @Inject ScopeNames names;

  @Override
  public String type() {
    return "CHANGE_SCOPES";
  }

  @Override
  Set<String> names() {
    return Set.of(CAS, AUTHORITIES);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    Scope scope =
        new Scope(
            read(CAS, parameters, names.cas()),
            read(AUTHORITIES, parameters, names.registrationAuthorities()));
    AssignmentRules.requireLimitable(user, scope);
    return new AccountChange(
        "Let the account work for %s and %s, instead of for %s and %s"
            .formatted(
                words("CA", scope.cas()),
                words("registration authority", scope.registrationAuthorities()),
                words("CA", user.scope().cas()),
                words("registration authority", user.scope().registrationAuthorities())),
        Map.of(AccessJournal.CHANGED, "scopes"),
        (account, now) -> account.changeScope(scope, now));
  }

  private static Optional<Set<String>> read(
      String parameter, Map<String, String> parameters, Set<String> known) {
    String text = value(parameters, parameter).strip();
    if (text.equals(ALL)) {
      return Optional.empty();
    }
    Set<String> named = Set.copyOf(new TreeSet<>(List.of(text.split("[\\s,]+", -1))));
    if (named.size() > NAMES_MAX || !known.containsAll(named)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "%s: \"all\", or some of: %s"
              .formatted(parameter, String.join(" ", new TreeSet<>(known))));
    }
    return Optional.of(named);
  }

  private static String words(String what, Optional<Set<String>> names) {
    return names
        .map(named -> what + " " + String.join(", ", new TreeSet<>(named)))
        .orElse("every " + what);
  }
}
