package org.opentws.dualcontrol;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.dualcontrol.store.OperationApproval;
import org.opentws.dualcontrol.store.OperationRequest;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** The transactions of an execution, in this order: claim, perform, and fail if it went wrong. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationSteps {
  static final String INTERRUPTED = "interrupted";

  @Inject DualControlRepository operations;
  @Inject OperationHandlers handlers;
  @Inject OperationSeals seals;
  @Inject DualControlConfiguration configuration;
  @Inject OperationJournal journal;
  @Inject TrustedTime time;

  /** Takes the operation for this node; false if another has taken it. */
  @PermitAll
  public boolean claim(String id) {
    DualControlOperation operation = locked(id);
    if (operation.state() != OperationState.APPROVED) {
      return false;
    }
    operation.startExecution(time.now());
    return true;
  }

  /** Effect, result and record in one transaction, which holds the operation's row throughout. */
  @PermitAll
  public void perform(String id) {
    DualControlOperation operation = locked(id);
    OperationRequest request = operation.request();
    OperationHandler handler = handlers.get(request.type());
    requireApproved(operation, handler);
    OperationRequest.Person approver = operation.decider().orElseThrow();
    Map<String, String> result =
        handler.execute(
            OperationText.values(request.parameters()),
            caller(request.requester()),
            caller(approver));
    operation.executed(OperationText.of(result), time.now());
    operations.flush();
    journal.changed(
        AuditEventType.OPERATION_EXECUTED, Outcome.SUCCESS, approver.account(), operation);
  }

  /** Rows that say APPROVED are not enough: the agreements themselves are asked for. */
  private void requireApproved(DualControlOperation operation, OperationHandler handler) {
    List<OperationApproval> approvals = seals.genuineApprovals(operation);
    boolean decided =
        approvals.stream()
            .anyMatch(
                approval -> operation.decider().equals(Optional.of(approval.agreement().by())));
    if (operation.state() != OperationState.EXECUTING
        || !seals.isIntact(operation)
        || approvals.size() < configuration.approvals(handler)
        || !decided) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the operation is not what was approved");
    }
  }

  /** It was tried once and went wrong. If it did commit after all, nothing changes. */
  @PermitAll
  public void fail(String id, String reason) {
    DualControlOperation operation = locked(id);
    if (operation.state() != OperationState.EXECUTING) {
      return;
    }
    operation.failed(reason, time.now());
    operations.flush();
    String actor = operation.decider().map(OperationRequest.Person::account).orElse("dualcontrol");
    journal.changed(AuditEventType.OPERATION_EXECUTED, Outcome.FAILURE, actor, operation);
  }

  /** What a dead node left; see DualControlRepository. */
  @PermitAll
  public void failInterrupted(Instant takenBefore) {
    List<String> ids = operations.interrupted(takenBefore);
    ids.forEach(id -> fail(id, INTERRUPTED));
  }

  private DualControlOperation locked(String id) {
    return operations
        .lock(id)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such operation"));
  }

  private Caller caller(OperationRequest.Person person) {
    return seals
        .account(person.account())
        .map(Caller::of)
        .orElseGet(() -> Caller.unknown(person.account(), person.person()));
  }
}
