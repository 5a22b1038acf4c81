package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.access.FactorProof;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.OperationRequest;

/** What dual control writes to the audit log: always both names, as far as there are two. */
@ApplicationScoped
public class OperationJournal {
  @Inject AuditLog audit;

  /** In the caller's transaction. */
  void changed(AuditEventType type, Outcome outcome, String actor, DualControlOperation operation) {
    audit.record(event(type, outcome, actor, operation, operation.reason().orElse("")));
  }

  /**
   * One person agreed.
   *
   * @param count how many have agreed, of how many that are needed
   */
  void approved(Caller by, DualControlOperation operation, FactorProof.Kind factor, String count) {
    OperationRequest request = operation.request();
    audit.record(
        new AuditEvent(
            AuditEventType.OPERATION_APPROVED,
            Outcome.SUCCESS,
            by.account(),
            "operation:" + request.id(),
            Map.of(
                "type", request.type(),
                "hash", request.hash(),
                "requester", request.requester().account(),
                "requesterPerson", request.requester().person(),
                "decider", by.account(),
                "deciderPerson", by.person(),
                "factor", factor.name(),
                "approvals", count)));
  }

  /** An approval or rejection that was refused. */
  void refused(AuditEventType type, String actor, DualControlOperation operation, String why) {
    audit.recordAndWait(event(type, Outcome.REFUSED, actor, operation, why));
  }

  private static AuditEvent event(
      AuditEventType type,
      Outcome outcome,
      String actor,
      DualControlOperation operation,
      String reason) {
    OperationRequest request = operation.request();
    Map<String, String> details = new HashMap<>();
    details.put("type", request.type());
    details.put("hash", request.hash());
    details.put("requester", request.requester().account());
    details.put("requesterPerson", request.requester().person());
    operation
        .decider()
        .ifPresent(
            decider -> {
              details.put("decider", decider.account());
              details.put("deciderPerson", decider.person());
            });
    if (!reason.isEmpty()) {
      details.put("reason", reason);
    }
    return new AuditEvent(type, outcome, actor, "operation:" + request.id(), details);
  }
}
