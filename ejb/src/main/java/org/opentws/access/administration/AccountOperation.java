package org.opentws.access.administration;

import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * An operation that changes one account that exists. The rules are asked when it is requested and
 * again, with all other changes kept out, when it is executed; the record has what the account held
 * before and holds after.
 */
abstract class AccountOperation implements OperationHandler {
  static final String ACCOUNT = "account";

  @Inject UserRegister register;
  @Inject AccessJournal journal;
  @Inject CurrentCaller caller;

  /** Names of the parameters beside the account. */
  abstract Set<String> names();

  abstract AuditEventType event();

  /**
   * Reads and judges.
   *
   * @return the change, if the rules allow it for this account now
   * @throws RequestRefused if not
   */
  abstract AccountChange change(User user, Map<String, String> parameters);

  @Override
  public String describe(Map<String, String> parameters) {
    requireNames(parameters);
    User user = existing(parameters);
    try {
      return change(user, parameters).words()
          + " (account '%s' of the person '%s')".formatted(user.account(), user.person());
    } catch (RequestRefused refused) {
      if (refused.refusal() == Refusal.ROLE_CONFLICT) {
        journal.refused(event(), caller.get().account(), user.account(), refused.detail());
      }
      throw refused;
    }
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    requireNames(parameters);
    register.keepOthersOut();
    User user = existing(parameters);
    AccountChange change = change(user, parameters);
    Map<String, String> details = register.apply(user, change);
    journal.changed(event(), user.account(), details, requester, approver);
    Map<String, String> result = new TreeMap<>(change.details());
    result.put(ACCOUNT, user.account());
    return result;
  }

  /** Whether it can be done with a machine's account, too. */
  boolean isForMachines() {
    return false;
  }

  /** A machine never holds what persons hold: a role, a permission, a password. */
  private User existing(Map<String, String> parameters) {
    User user = register.existing(account(parameters));
    if (user.isMachine() && !isForMachines()) {
      throw new RequestRefused(Refusal.WRONG_STATE, user.account() + " is a machine");
    }
    return user;
  }

  private void requireNames(Map<String, String> parameters) {
    Set<String> needed = new TreeSet<>(names());
    needed.add(ACCOUNT);
    if (!parameters.keySet().equals(needed)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "parameters: " + String.join(", ", needed));
    }
  }

  static String value(Map<String, String> parameters, String name) {
    return parameters.getOrDefault(name, "");
  }

  private static String account(Map<String, String> parameters) {
    return value(parameters, ACCOUNT);
  }
}
