package org.opentws.termination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Sha256;

/**
 * EXPORT_TERMINATION_PACKAGE: {recipient, reason}. Two persons allow that everything leaves the
 * system; within a day after that a Security Officer fetches it ({@link TerminationService}).
 */
@ApplicationScoped
public class ExportTerminationPackageOperation implements OperationHandler {
  static final String TYPE = "EXPORT_TERMINATION_PACKAGE";
  static final String RECIPIENT = "recipient";
  private static final String REASON = "reason";
  private static final int REASON_CHARACTERS_MAX = 400;

  @Inject private AuditLog audit;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    Recipient recipient = recipient(given);
    return ("Allow for a day that everything is taken out which must be kept after the provider stops: certificates,"
            + " status, last CRLs, policies and audit log, and, encrypted for '%s' (certificate SHA-256 %s),"
            + " applications, evidence and personal values: %s")
        .formatted(
            recipient.name(), Sha256.hex(recipient.encoded()), given.getOrDefault(REASON, ""));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    String fingerprint = Sha256.hex(recipient(given).encoded());
    audit.record(
        new AuditEvent(
            AuditEventType.TERMINATION_PACKAGE_ALLOWED,
            Outcome.SUCCESS,
            requester.account(),
            "termination-package",
            Map.of(
                "recipient",
                fingerprint,
                REASON,
                given.getOrDefault(REASON, ""),
                "approver",
                approver.account(),
                "approverPerson",
                approver.person())));
    return Map.of("recipientSha256", fingerprint);
  }

  private static Recipient recipient(Map<String, String> given) {
    String reason = given.getOrDefault(REASON, "");
    if (!given.keySet().equals(Set.of(RECIPIENT, REASON))
        || reason.isBlank()
        || reason.length() > REASON_CHARACTERS_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "parameters are recipient and reason, with a reason");
    }
    return Recipient.of(given.getOrDefault(RECIPIENT, ""));
  }
}
