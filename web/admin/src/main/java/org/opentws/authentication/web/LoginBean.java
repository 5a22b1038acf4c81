package org.opentws.authentication.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.X509Certificate;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.LoginService;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.authentication.SessionService;
import org.opentws.error.RequestRefused;

/** The second factor, entered on the login page; leaving. */
@Named("login")
@RequestScoped
public class LoginBean {
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";
  private static final String HOME = "/admin/index.xhtml?faces-redirect=true";
  private static final String LOGIN = "/admin/login.xhtml?faces-redirect=true";

  @Inject private LoginService logins;
  @Inject private SessionService sessions;
  @Inject private HttpServletRequest request;

  private String password = "";

  public String getPassword() {
    return "";
  }

  public void setPassword(String password) {
    this.password = password;
  }

  /** The first factor, as TLS saw it. */
  public String getCertificateSubject() {
    return request.getAttribute("jakarta.servlet.request.X509Certificate")
                instanceof X509Certificate[] chain
            && chain.length > 0
        ? chain[0].getSubjectX500Principal().getName()
        : "none";
  }

  /** Logs in and goes home; on failure says no more than that it failed (IA2.1). */
  public String enter() {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      String token = logins.login(CallerCertificate.of(request), password.toCharArray()).token();
      setCookie(faces, token + ATTRIBUTES);
      return HOME;
    } catch (RequestRefused e) {
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, "Login refused.", null));
      return "";
    }
  }

  /** Ends the session everywhere (IA1.3). */
  public String leave() {
    SessionAuthenticationMechanism.token(request)
        .ifPresent(token -> sessions.logout(token, CallerCertificate.of(request)));
    FacesContext faces = FacesContext.getCurrentInstance();
    setCookie(faces, ATTRIBUTES + "; Max-Age=0");
    faces.getExternalContext().invalidateSession();
    return LOGIN;
  }

  private static void setCookie(FacesContext faces, String value) {
    HttpServletResponse response = (HttpServletResponse) faces.getExternalContext().getResponse();
    response.addHeader("Set-Cookie", SessionAuthenticationMechanism.COOKIE + "=" + value);
  }
}
