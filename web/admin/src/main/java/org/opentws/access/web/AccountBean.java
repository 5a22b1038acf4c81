package org.opentws.access.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.FactorProof;
import org.opentws.access.administration.OwnAccountService;
import org.opentws.access.administration.UserView;
import org.opentws.portal.web.PageAction;

/** The own account, and its password. */
@Named("account")
@RequestScoped
public class AccountBean {
  private static final String LOGIN = "/admin/login.xhtml?faces-redirect=true";

  @EJB private OwnAccountService accounts;
  @Inject private PageAction page;

  private @Nullable UserView shown;
  private String password = "";
  private String newPassword = "";
  private String repeated = "";

  /** As it is now. */
  public Optional<UserView> getView() {
    if (shown == null) {
      Optional<UserView> none = Optional.empty();
      shown = page.load(() -> Optional.of(accounts.account()), none).orElse(null);
    }
    return Optional.ofNullable(shown);
  }

  /** Whether an authenticator can answer for this account. */
  public boolean isAuthenticatorRegistered() {
    return getView().map(view -> !view.authenticators().isEmpty()).orElse(false);
  }

  /** Changes the password; every session ends, so that the next thing is to log in again. */
  public String change() {
    boolean changed = page.perform(this::changed, "account.changed");
    return changed ? LOGIN : "";
  }

  private void changed() {
    if (!newPassword.equals(repeated)) {
      throw page.malformed("account.differ");
    }
    accounts.changePassword(FactorProof.password(password), newPassword.toCharArray());
  }

  /** Never shown again. */
  public String getPassword() {
    return "";
  }

  public void setPassword(@Nullable String password) {
    this.password = password == null ? "" : password;
  }

  /** Never shown again. */
  public String getNewPassword() {
    return "";
  }

  public void setNewPassword(@Nullable String newPassword) {
    this.newPassword = newPassword == null ? "" : newPassword;
  }

  /** Never shown again. */
  public String getRepeated() {
    return "";
  }

  public void setRepeated(@Nullable String repeated) {
    this.repeated = repeated == null ? "" : repeated;
  }
}
