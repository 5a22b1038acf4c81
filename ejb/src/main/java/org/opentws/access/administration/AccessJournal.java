package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;

/** Changes of users and roles in the audit log, in the transaction that changes them. */
@ApplicationScoped
public class AccessJournal {
  /** Names what of an account was changed. */
  static final String CHANGED = "changed";

  static final String PASSWORD = "password";

  /** No account can be called so: persons act with shares, not with accounts. */
  private static final String RECOVERY = "access";

  @Inject AuditLog audit;

  /** A change that two persons agreed to. */
  void changed(
      AuditEventType type,
      String account,
      Map<String, String> what,
      Caller requester,
      Caller approver) {
    Map<String, String> details = new HashMap<>(what);
    details.put("approver", approver.account());
    details.put("approverPerson", approver.person());
    record(type, requester.account(), account, details);
  }

  /** What somebody changed of the own account. */
  void own(String account, String what, int version) {
    Map<String, String> details =
        Map.of(CHANGED, what, AuditedAccountHistory.VERSION, Integer.toString(version));
    record(AuditEventType.USER_CHANGED, account, account, details);
  }

  /** What the installation ceremony brought. */
  void installed(AuditEventType type, String account, Map<String, String> details) {
    record(type, "installation", account, details);
  }

  /** What the recovery ceremony brought. */
  void recovered(AuditEventType type, String account, Map<String, String> details) {
    record(type, RECOVERY, account, details);
  }

  /** A recovery document that was not taken. */
  void refusedRecovery(String file, String why) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.OFFICERS_RECOVERED,
            Outcome.REFUSED,
            RECOVERY,
            "account:all",
            Map.of("detail", file, "reason", why)));
  }

  private void record(
      AuditEventType type, String actor, String account, Map<String, String> details) {
    audit.record(new AuditEvent(type, Outcome.SUCCESS, actor, "account:" + account, details));
  }

  /** What was asked for against the separation of roles (M1.4). */
  void refused(AuditEventType type, String actor, String account, String why) {
    audit.recordAndWait(
        new AuditEvent(type, Outcome.REFUSED, actor, "account:" + account, Map.of("reason", why)));
  }
}
