package org.opentws.audit.review;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;

/** Records who looks at the audit log, and what is done with it. */
@ApplicationScoped
public class LookJournal {
  private static final String OBJECT = "audit-log";

  @Inject private AuditLog audit;
  @Inject private CurrentCaller caller;

  String account() {
    return caller.get().account();
  }

  /** Durable before anything is shown. */
  void looked(AuditEventType type, Map<String, String> details) {
    recorded(type, Outcome.SUCCESS, details);
  }

  void recorded(AuditEventType type, Outcome outcome, Map<String, String> details) {
    audit.recordAndWait(new AuditEvent(type, outcome, account(), OBJECT, details));
  }
}
