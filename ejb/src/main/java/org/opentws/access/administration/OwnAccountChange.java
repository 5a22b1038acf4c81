package org.opentws.access.administration;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.User;
import org.opentws.authentication.SessionBook;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The transactions of changes that one makes of the own account. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OwnAccountChange {
  /** The account's own row gets a new version and seal, no more. */
  private static final AccountChange OF_OTHER_ROWS =
      new AccountChange("", Map.of(), (changed, now) -> {});

  @Inject UserRegister register;
  @Inject SessionBook sessions;
  @Inject AccessJournal journal;
  @Inject AuthenticatorRepository authenticators;

  /** The account as officers see it. */
  @PermitAll
  public UserView view(String account) {
    return register.view(account);
  }

  /**
   * Adds an authenticator, seals the account.
   *
   * @throws RequestRefused WRONG_STATE
   */
  @PermitAll
  public void add(AuthenticatorRow authenticator) {
    register.keepOthersOut();
    User user = register.existing(authenticator.account());
    if (!authenticators.add(authenticator)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the authenticator is registered already");
    }
    register.apply(user, OF_OTHER_ROWS);
    journal.own(
        user.account(), "authenticator added: " + authenticator.credentialId(), user.version());
  }

  /**
   * Takes one away, seals the account, ends its sessions.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public void removeAuthenticator(String account, String credentialId) {
    register.keepOthersOut();
    User user = register.existing(account);
    if (!authenticators.remove(account, credentialId)) {
      throw new RequestRefused(Refusal.NOT_FOUND, "no such authenticator");
    }
    register.apply(user, OF_OTHER_ROWS);
    journal.own(account, "authenticator removed: " + credentialId, user.version());
    sessions.endAll(account, "authenticator removed");
  }

  /**
   * Sets it, seals the account, ends its sessions.
   *
   * @param hash Argon2id in PHC text form
   */
  @PermitAll
  public void password(String account, String hash) {
    register.keepOthersOut();
    User user = register.existing(account);
    register.apply(
        user, new AccountChange("", Map.of(), (changed, now) -> changed.changePassword(hash)));
    journal.own(account, AccessJournal.PASSWORD, user.version());
    sessions.endAll(account, "password changed");
  }
}
