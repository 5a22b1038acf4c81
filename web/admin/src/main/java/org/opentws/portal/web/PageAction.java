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
import org.opentws.error.store.DatabaseFailure;

/** The one mapping of refusals to the pages' own words. What is not known here is our fault. */
@ApplicationScoped
public class PageAction {
  @Inject private CurrentCaller caller;
  @Inject private AuditLog audit;
  @Inject private Words words;

  /** What a button does: says what was done, or why not; done is the key of the words. */
  public boolean perform(Runnable action, String done) {
    return perform(
        () -> {
          action.run();
          return Said.of(done);
        });
  }

  /** The same, where the action itself finds the words for what was done. */
  public boolean perform(Supplier<Said> action) {
    // The page that follows is another request: it shows what is said here.
    FacesContext.getCurrentInstance().getExternalContext().getFlash().setKeepMessages(true);
    try {
      Said done = action.get();
      say(FacesMessage.SEVERITY_INFO, words.say(done.key(), done.values().toArray()));
      return true;
    } catch (RuntimeException e) {
      explain(e);
      return false;
    }
  }

  /** What a page shows: the fallback, with the right status and words, if it may not or cannot. */
  public <T> T load(Supplier<T> source, T fallback) {
    try {
      return source.get();
    } catch (RuntimeException e) {
      FacesContext.getCurrentInstance().getExternalContext().setResponseStatus(explain(e));
      return fallback;
    }
  }

  /** Says why in the page; returns the status of HTTP that fits. */
  private int explain(RuntimeException failure) {
    if (failure instanceof RequestRefused refused) {
      say(FacesMessage.SEVERITY_ERROR, refusal(refused), sentence(refused.detail()));
      return refused.refusal() == Refusal.NOT_FOUND ? 404 : 400;
    }
    if (failure instanceof Malformed malformed) {
      say(
          FacesMessage.SEVERITY_ERROR,
          words.say("refused", String.valueOf(malformed.getMessage())));
      return 400;
    }
    if (failure instanceof EJBAccessException) {
      denied();
      say(FacesMessage.SEVERITY_ERROR, words.say("denied"));
      return 403;
    }
    return unavailable(DatabaseFailure.missing(failure).orElseThrow(() -> failure));
  }

  private int unavailable(ServiceUnavailable.Cause missing) {
    say(
        FacesMessage.SEVERITY_WARN,
        words.say("unavailable", words.say("missing." + missing.name())));
    return 503;
  }

  private String refusal(RequestRefused refused) {
    return words.say("refused", words.say("refusal." + refused.refusal().name()));
  }

  /** What a service says, which is English, as a sentence. */
  public static String sentence(String detail) {
    return detail.isEmpty()
        ? ""
        : Character.toUpperCase(detail.charAt(0)) + detail.substring(1) + ".";
  }

  /** The page's own refusal of what was entered. */
  public Malformed malformed(String key, Object... values) {
    return new Malformed(words.say(key, values));
  }

  /** What was entered cannot be understood; says why in the reader's language. */
  public static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Malformed(String words) {
      super(words);
    }
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

  private static void say(FacesMessage.Severity severity, String text) {
    say(severity, text, "");
  }

  private static void say(FacesMessage.Severity severity, String text, String service) {
    FacesContext.getCurrentInstance().addMessage(null, new FacesMessage(severity, text, service));
  }
}
