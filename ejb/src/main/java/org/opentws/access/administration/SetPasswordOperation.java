package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.PasswordHash;
import org.opentws.authentication.SessionBook;

/**
 * SET_PASSWORD: another password for somebody who forgot the old one. It comes as a hash, which
 * nobody but its owner can have made; whether it is strong is judged when it is used.
 */
@ApplicationScoped
public class SetPasswordOperation extends AccountOperation {
  @Inject SessionBook sessions;

  @Override
  public String type() {
    return "SET_PASSWORD";
  }

  @Override
  public Set<String> hiddenParameters() {
    return Set.of(NewUser.PASSWORD_HASH);
  }

  @Override
  Set<String> names() {
    return Set.of(NewUser.PASSWORD_HASH);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    PasswordHash hash = PasswordHash.parse(value(parameters, NewUser.PASSWORD_HASH));
    return new AccountChange(
        "Set another password, which nobody but its owner knows; the account's sessions end",
        Map.of(AccessJournal.CHANGED, AccessJournal.PASSWORD),
        (account, now) -> {
          account.changePassword(hash.text());
          sessions.endAll(account.account(), "password set by two officers");
        });
  }
}
