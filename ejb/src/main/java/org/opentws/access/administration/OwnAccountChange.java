package org.opentws.access.administration;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.store.User;
import org.opentws.authentication.SessionBook;

/** The transactions of changes that one makes of the own account. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OwnAccountChange {
  @Inject UserRegister register;
  @Inject SessionBook sessions;
  @Inject AccessJournal journal;

  /** The account as officers see it. */
  @PermitAll
  public UserView view(String account) {
    return register.view(account);
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
