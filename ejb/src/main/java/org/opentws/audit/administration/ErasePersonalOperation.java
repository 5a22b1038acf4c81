package org.opentws.audit.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.audit.store.AuditPersonalRepository;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * ERASE_PERSONAL_AUDIT_VALUES: {object, reason}. Erases the personal values beside all records
 * about an object; the records stay, and the log verifies because of the record of this operation.
 */
@ApplicationScoped
public class ErasePersonalOperation implements OperationHandler {
  static final String TYPE = "ERASE_PERSONAL_AUDIT_VALUES";
  private static final String OBJECT = "object";
  private static final String REASON = "reason";
  private static final int REASON_CHARACTERS_MAX = 400;

  @Inject private AuditPersonalRepository personal;
  @Inject private AuditLog audit;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    demandComplete(given);
    String object = given.getOrDefault(OBJECT, "");
    long count = personal.count(object);
    if (count == 0) {
      throw new RequestRefused(
          Refusal.NOT_FOUND, "no personal value stands beside records about this object");
    }
    return "Erase for ever the personal values beside all audit records about '%s' (%d now): %s"
        .formatted(object, count, given.getOrDefault(REASON, ""));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    demandComplete(given);
    String object = given.getOrDefault(OBJECT, "");
    long erased = personal.erase(object);
    Map<String, String> details = new TreeMap<>();
    details.put("object", object);
    details.put("reason", given.getOrDefault(REASON, ""));
    details.put("erased", Long.toString(erased));
    details.put("approver", approver.account());
    details.put("approverPerson", approver.person());
    audit.record(
        new AuditEvent(
            AuditEventType.AUDIT_PERSONAL_ERASED,
            Outcome.SUCCESS,
            requester.account(),
            "audit-log",
            details));
    return Map.of("erased", Long.toString(erased));
  }

  private static void demandComplete(Map<String, String> given) {
    String reason = given.getOrDefault(REASON, "");
    if (!given.keySet().equals(Set.of(OBJECT, REASON))
        || reason.isBlank()
        || reason.length() > REASON_CHARACTERS_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "parameters are object and reason, with a reason");
    }
  }
}
