package org.opentws.portal.web;

import jakarta.ejb.EJBAccessException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.function.Supplier;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;

/** The one mapping of refusals to the pages' own words. */
@ApplicationScoped
public class PageAction {
  @Inject private CurrentCaller caller;
  @Inject private AuditLog audit;

  /** What a button does: says what was done, or why not. */
  public boolean perform(Runnable action, String done) {
    try {
      action.run();
      say(FacesMessage.SEVERITY_INFO, done);
      return true;
    } catch (RequestRefused e) {
      say(FacesMessage.SEVERITY_ERROR, "Refused: " + e.detail());
    } catch (ServiceUnavailable e) {
      say(FacesMessage.SEVERITY_WARN, "Not available now, try again later (" + e.missing() + ").");
    } catch (EJBAccessException e) {
      denied();
      say(FacesMessage.SEVERITY_ERROR, "Your role does not allow this.");
    }
    return false;
  }

  /** What a page shows: the fallback, with the right status and words, if it may not or cannot. */
  public <T> T load(Supplier<T> source, T fallback) {
    try {
      return source.get();
    } catch (RequestRefused e) {
      status(e.refusal() == Refusal.NOT_FOUND ? 404 : 400);
      say(FacesMessage.SEVERITY_ERROR, e.detail());
    } catch (ServiceUnavailable e) {
      status(503);
      say(FacesMessage.SEVERITY_WARN, "Not available now, try again later (" + e.missing() + ").");
    } catch (EJBAccessException e) {
      denied();
      status(403);
      say(FacesMessage.SEVERITY_ERROR, "Your role does not allow this.");
    }
    return fallback;
  }

  private void denied() {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.ACCESS_DENIED,
            Outcome.REFUSED,
            caller.get().account(),
            "portal",
            Map.of("reason", "role")));
  }

  private static void status(int code) {
    FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(code);
  }

  private static void say(FacesMessage.Severity severity, String text) {
    FacesContext faces = FacesContext.getCurrentInstance();
    faces.getExternalContext().getFlash().setKeepMessages(true);
    faces.addMessage(null, new FacesMessage(severity, text, null));
  }
}
