package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;

/**
 * R3.1: every event of registration, linked by the application's id. Personal data (subject,
 * evidence) never stands in a record (R2.1).
 */
@ApplicationScoped
public class RegistrationAudit {
  @Inject AuditLog log;
  @Inject CurrentCaller caller;

  /** Commits with the business change. */
  public void done(AuditEventType type, String applicationId, Map<String, String> details) {
    log.record(event(type, Outcome.SUCCESS, "application:" + applicationId, details));
  }

  /** Stands whatever becomes of the transaction. */
  public void refused(AuditEventType type, String applicationId, Refusal refusal) {
    log.recordAndWait(
        event(
            type,
            Outcome.REFUSED,
            "application:" + applicationId,
            Map.of("refusal", refusal.name())));
  }

  /** Somebody was shown personal data; durable before it is shown. */
  public void viewed(String object) {
    log.recordAndWait(event(AuditEventType.APPLICATION_VIEWED, Outcome.SUCCESS, object, Map.of()));
  }

  private AuditEvent event(
      AuditEventType type, Outcome outcome, String object, Map<String, String> details) {
    return new AuditEvent(type, outcome, caller.get().account(), object, details);
  }
}
