package org.opentws.access.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.jspecify.annotations.Nullable;
import org.opentws.access.FactorProof;
import org.opentws.access.administration.OwnAccountService;
import org.opentws.portal.web.PageAction;

/** Authenticators of the own account: one more, or one less. */
@Named("authenticators")
@RequestScoped
public class AuthenticatorsBean {
  private static final String LOGIN = "/admin/login.xhtml?faces-redirect=true";
  private static final String ACCOUNT = "/admin/account.xhtml?faces-redirect=true";

  @EJB private OwnAccountService accounts;
  @Inject private PageAction page;

  private String label = "";
  private String chosen = "";
  private String password = "";
  private String answer = "";

  /** One more, whose answer the page has. */
  public String register() {
    page.perform(
        () -> accounts.addAuthenticator(FactorProof.password(password), label, answer),
        "account.registered");
    return ACCOUNT;
  }

  /** One less; every session ends, so that the next thing is to log in again. */
  public String remove() {
    boolean removed =
        page.perform(
            () -> accounts.removeAuthenticator(FactorProof.password(password), chosen),
            "account.removed");
    return removed ? LOGIN : ACCOUNT;
  }

  public String getLabel() {
    return label;
  }

  public void setLabel(@Nullable String label) {
    this.label = label == null ? "" : label.strip();
  }

  public String getChosen() {
    return chosen;
  }

  public void setChosen(@Nullable String chosen) {
    this.chosen = chosen == null ? "" : chosen;
  }

  /** Never shown again. */
  public String getPassword() {
    return "";
  }

  public void setPassword(@Nullable String password) {
    this.password = password == null ? "" : password;
  }

  /** Never shown again. */
  public String getAnswer() {
    return "";
  }

  public void setAnswer(@Nullable String answer) {
    this.answer = answer == null ? "" : answer;
  }
}
