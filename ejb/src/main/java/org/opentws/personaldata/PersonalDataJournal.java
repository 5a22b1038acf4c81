package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;

/** Who read, kept and erased the data of a person, and why; never these data themselves. */
@ApplicationScoped
public class PersonalDataJournal {
  static final String APPLICATION = "application:";

  @Inject AuditLog log;
  @Inject CurrentCaller caller;

  /** Durable before anything is shown. */
  void exported(String application, List<String> applications, String reason) {
    log.recordAndWait(
        new AuditEvent(
            AuditEventType.PERSONAL_DATA_EXPORTED,
            Outcome.SUCCESS,
            caller.get().account(),
            APPLICATION + application,
            Map.of("reason", reason, "applications", String.join(" ", applications))));
  }

  /** Commits with the order. */
  void placed(String application, String hold, String reason) {
    log.record(
        new AuditEvent(
            AuditEventType.LEGAL_HOLD_PLACED,
            Outcome.SUCCESS,
            caller.get().account(),
            APPLICATION + application,
            Map.of("reason", reason, "hold", hold)));
  }

  /** What two persons did; commits with it. */
  void operated(
      AuditEventType type,
      String object,
      Map<String, String> details,
      Caller requester,
      Caller approver) {
    Map<String, String> all = new HashMap<>(details);
    all.put("approver", approver.account());
    all.put("approverPerson", approver.person());
    log.record(new AuditEvent(type, Outcome.SUCCESS, requester.account(), object, all));
  }
}
