package org.opentws.dualcontrol;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.OperationApproval;
import org.opentws.dualcontrol.store.OperationRequest;
import org.opentws.dualcontrol.store.OperationState;

/**
 * An operation as persons see it.
 *
 * @param hash of everything that is asked; an approval may state it
 * @param approvalsNeeded how many persons besides the requester must agree
 * @param reason why it was rejected or failed
 */
public record OperationView(
    String id,
    String type,
    Map<String, String> parameters,
    String description,
    String hash,
    OperationState state,
    String requestedBy,
    Instant requestedAt,
    Instant expiresAt,
    int approvalsNeeded,
    List<Approval> approvals,
    Optional<String> decidedBy,
    Optional<Instant> decidedAt,
    Optional<Instant> finishedAt,
    Optional<String> reason,
    Optional<Map<String, String>> result) {

  /**
   * One person's agreement.
   *
   * @param factor the second factor that was given for it
   */
  public record Approval(String account, String person, Instant at, String factor) {
    static Approval of(OperationApproval approval) {
      OperationApproval.Agreement agreement = approval.agreement();
      return new Approval(
          agreement.by().account(), agreement.by().person(), agreement.at(), agreement.factor());
    }
  }

  static OperationView of(
      DualControlOperation operation,
      OperationHandler handler,
      int approvalsNeeded,
      List<OperationApproval> approvals) {
    OperationRequest request = operation.request();
    Map<String, String> shown = new TreeMap<>(OperationText.values(request.parameters()));
    handler.hiddenParameters().forEach(name -> shown.replace(name, "(hidden)"));
    return new OperationView(
        request.id(),
        request.type(),
        shown,
        request.description(),
        request.hash(),
        operation.state(),
        request.requester().account(),
        request.requestedAt(),
        request.expiresAt(),
        approvalsNeeded,
        approvals.stream().map(Approval::of).toList(),
        operation.decider().map(OperationRequest.Person::account),
        operation.decidedAt(),
        operation.finishedAt(),
        operation.reason(),
        operation.result().map(OperationText::values));
  }
}
