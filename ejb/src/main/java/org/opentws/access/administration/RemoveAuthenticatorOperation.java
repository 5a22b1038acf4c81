package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.SessionBook;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * REMOVE_AUTHENTICATOR: an authenticator that its owner lost, or of which a copy may be about,
 * opens nothing any more (IA4.1). Its owner alone may remove it as well; two officers need no
 * factor of that account.
 */
@ApplicationScoped
public class RemoveAuthenticatorOperation extends AccountOperation {
  private static final String AUTHENTICATOR = "authenticator";

  @Inject AuthenticatorRepository authenticators;
  @Inject SessionBook sessions;

  @Override
  public String type() {
    return "REMOVE_AUTHENTICATOR";
  }

  @Override
  Set<String> names() {
    return Set.of(AUTHENTICATOR);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    String id = value(parameters, AUTHENTICATOR);
    AuthenticatorRow registered =
        authenticators.of(user.account()).stream()
            .filter(each -> each.credentialId().equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.NOT_FOUND, "the account has no authenticator " + id));
    return new AccountChange(
        "Remove the authenticator '%s' (credential %s), which opens nothing from then on; the account's sessions end"
            .formatted(registered.label(), id),
        Map.of(AccessJournal.CHANGED, "authenticator removed: " + id),
        (account, now) -> {
          authenticators.remove(account.account(), id);
          sessions.endAll(account.account(), "authenticator removed by two officers");
        });
  }
}
