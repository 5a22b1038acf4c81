package org.opentws.authentication.web;

import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.opentws.access.FactorProof;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.LoginService;
import org.opentws.authentication.SessionAuthenticationMechanism;
import org.opentws.authentication.SessionService;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;

/** The second factor, entered on the login page; leaving. */
@Named("login")
@RequestScoped
public class LoginBean {
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";
  private static final Map<String, String> NAMES =
      Map.of("2.5.4.5", "serialNumber", "2.5.4.97", "organizationIdentifier");
  private static final String HOME = "/admin/index.xhtml?faces-redirect=true";
  private static final String LOGIN = "/admin/login.xhtml?faces-redirect=true";

  @Inject private LoginService logins;
  @Inject private SessionService sessions;
  @Inject private HttpServletRequest request;
  @Inject private Words words;

  private String password = "";
  private String answer = "";

  public String getAnswer() {
    return "";
  }

  public void setAnswer(String answer) {
    this.answer = answer;
  }

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
        ? chain[0].getSubjectX500Principal().getName(X500Principal.RFC2253, NAMES)
        : words.say("login.noCertificate");
  }

  /** Whether an earlier session of this browser is over. */
  public boolean isEnded() {
    return SessionAuthenticationMechanism.token(request).isPresent();
  }

  /** Logs in and goes home; on failure says no more than that it failed (IA2.1). */
  public String enter() {
    return enter(FactorProof.password(password));
  }

  /** The same with an authenticator's answer instead of the password. */
  public String enterWithAuthenticator() {
    return enter(FactorProof.authenticator(answer));
  }

  private String enter(FactorProof proof) {
    FacesContext faces = FacesContext.getCurrentInstance();
    try {
      String token = logins.login(CallerCertificate.of(request), proof).token();
      // What an earlier user of this browser left in the container's session ends here.
      faces.getExternalContext().invalidateSession();
      setCookie(faces, token + ATTRIBUTES);
      return HOME;
    } catch (RequestRefused e) {
      sayWhy(faces, e);
    } catch (ServiceUnavailable e) {
      say(faces, FacesMessage.SEVERITY_WARN, words.say("login.unavailable"));
    }
    return "";
  }

  /** Who gave both factors may know what is wrong with the password. */
  private void sayWhy(FacesContext faces, RequestRefused refused) {
    if (refused.refusal() == Refusal.WEAK_PASSWORD) {
      String service = PageAction.sentence(refused.detail());
      faces.addMessage(
          null, new FacesMessage(FacesMessage.SEVERITY_ERROR, words.say("login.weak"), service));
    } else {
      say(faces, FacesMessage.SEVERITY_ERROR, words.say("login.refused"));
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

  private static void say(FacesContext faces, FacesMessage.Severity severity, String text) {
    faces.addMessage(null, new FacesMessage(severity, text, ""));
  }

  private static void setCookie(FacesContext faces, String value) {
    HttpServletResponse response = (HttpServletResponse) faces.getExternalContext().getResponse();
    response.addHeader("Set-Cookie", SessionAuthenticationMechanism.COOKIE + "=" + value);
  }
}
