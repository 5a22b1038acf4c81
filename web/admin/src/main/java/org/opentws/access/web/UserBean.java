package org.opentws.access.web;

import jakarta.ejb.EJB;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.access.administration.UserAdministrationService;
import org.opentws.access.administration.UserView;
import org.opentws.portal.web.PageAction;

/** One user, with what is registered for the account. */
@Named("user")
@ViewScoped
public class UserBean implements Serializable {
  private static final long serialVersionUID = 1L;

  @EJB private UserAdministrationService administration;
  @Inject private PageAction page;

  private String account = "";
  private transient @Nullable UserView shown;

  /** Called once before the page of one user is shown. */
  public void load() {
    Optional<UserView> none = Optional.empty();
    shown = page.load(() -> Optional.of(administration.user(account)), none).orElse(null);
  }

  public boolean isFound() {
    return shown != null;
  }

  /** Asked for only if it was found. */
  public UserView getView() {
    return Optional.ofNullable(shown).orElseThrow();
  }

  public String getAccount() {
    return account;
  }

  public void setAccount(@Nullable String account) {
    this.account = account == null ? "" : account;
  }
}
