package org.opentws.dualcontrol;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.access.FactorEvidence;
import org.opentws.access.SealedText;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.dualcontrol.store.OperationApproval;
import org.opentws.dualcontrol.store.OperationRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;

/** What persons decide about operations; each decision commits with its record, on its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OperationDecisions {
  @Inject DualControlRepository operations;
  @Inject OperationHandlers handlers;
  @Inject OperationSeals seals;
  @Inject OperationJournal journal;
  @Inject DualControlConfiguration configuration;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /** Enters a request whose parameters the handler accepts. */
  @PermitAll
  public DualControlOperation request(
      Caller requester, OperationHandler handler, Map<String, String> parameters) {
    String description = handler.describe(Map.copyOf(parameters));
    requireWithin(requester, handler, parameters, description);
    // PostgreSQL keeps microseconds; the hash must be that of the stored row.
    Instant now = time.now().truncatedTo(ChronoUnit.MICROS);
    OperationRequest unhashed =
        new OperationRequest(
            randomness.identifier(),
            handler.type(),
            OperationText.of(parameters),
            description,
            new OperationRequest.Person(requester.account(), requester.person()),
            now,
            now.plus(configuration.expiry()),
            "");
    DualControlOperation operation = seals.enter(withHash(unhashed));
    journal.changed(
        AuditEventType.OPERATION_REQUESTED, Outcome.SUCCESS, requester.account(), operation);
    return operation;
  }

  /** SA1.1: a handler that knows scopes has refused before, in its own words. */
  private static void requireWithin(
      Caller requester,
      OperationHandler handler,
      Map<String, String> parameters,
      String description) {
    if (!requester.scope().isEverything()
        && !handler.isWithin(requester.scope(), parameters, description)) {
      throw new RequestRefused(Refusal.NOT_FOUND, "what is named does not exist");
    }
  }

  private static OperationRequest withHash(OperationRequest request) {
    return new OperationRequest(
        request.id(),
        request.type(),
        request.parameters(),
        request.description(),
        request.requester(),
        request.requestedAt(),
        request.expiresAt(),
        OperationText.hash(request));
  }

  /**
   * What the approver is about to agree to, if it can be agreed to at all: asked before the second
   * factor, and again with the agreement.
   *
   * @param statedHash the hash of what the approver saw
   */
  @PermitAll
  public SealedText approvable(Caller approver, String id, Optional<String> statedHash) {
    DualControlOperation operation = locked(id);
    try {
      requireApprovable(approver, operation);
      requireStated(operation.request(), statedHash);
    } catch (RequestRefused refused) {
      refused(approver, operation, refused.detail());
      throw refused;
    }
    return OperationText.decision(operation.request(), person(approver));
  }

  /**
   * Another person agrees to exactly what was requested, and was authenticated afresh for it. The
   * operation is APPROVED once as many persons agree as its type needs.
   */
  @PermitAll
  public void approve(Caller approver, String id, String statedHash, FactorEvidence factor) {
    DualControlOperation operation = locked(id);
    OperationHandler handler = handlers.get(operation.request().type());
    // PostgreSQL keeps microseconds; the seal must be that of the stored row.
    Instant now = time.now().truncatedTo(ChronoUnit.MICROS);
    try {
      requireApprovable(approver, operation);
      requireStated(operation.request(), Optional.of(statedHash));
    } catch (RequestRefused refused) {
      refused(approver, operation, refused.detail());
      throw refused;
    }
    seals.enter(
        operation.request(),
        new OperationApproval.Agreement(
            id, person(approver), now, factor.kind().name(), factor.evidence()));
    operations.flush();
    int needed = configuration.approvals(handler);
    int given = seals.genuineApprovals(operation).size();
    if (given >= needed) {
      operation.approve(person(approver), now);
      operations.flush();
    }
    journal.approved(approver, operation, factor.kind(), given + " of " + needed);
  }

  /** An agreement that did not come about, in the log. */
  @PermitAll
  public void refused(Caller approver, DualControlOperation operation, String why) {
    journal.refused(AuditEventType.OPERATION_APPROVED, approver.account(), operation, why);
  }

  private void requireApprovable(Caller approver, DualControlOperation operation) {
    operation.requireApprovable(person(approver), time.now());
    if (!seals.isIntact(operation)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the operation was altered in the database");
    }
    requireRequesterStillMay(operation.request(), handlers.get(operation.request().type()));
    boolean again =
        operations.approvals(List.of(operation.request().id())).stream()
            .anyMatch(approval -> approval.agreement().by().person().equals(approver.person()));
    if (again) {
      throw new RequestRefused(Refusal.SAME_PERSON, "this person has approved it already");
    }
  }

  /** What is approved is what the approver has read. */
  private static void requireStated(OperationRequest request, Optional<String> statedHash) {
    if (statedHash.isEmpty()) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "hash: state the hash of what you agree to");
    }
    if (!statedHash.get().equals(request.hash())) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the stated hash is not that of the operation");
    }
  }

  /** Whoever lost the right in between does not act through an old request. */
  private void requireRequesterStillMay(OperationRequest request, OperationHandler handler) {
    boolean may =
        seals
            .account(request.requester().account())
            .filter(User::isActive)
            .map(Caller::of)
            .map(requester -> OperationHandlers.mayRequest(requester, handler, request))
            .orElse(false);
    if (!may) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the requester has lost the right to ask this");
    }
  }

  /** Says no, or takes the own request back. */
  @PermitAll
  public void refuse(Caller caller, String id, String reason) {
    DualControlOperation operation = locked(id);
    boolean withdrawn = operation.request().requester().person().equals(caller.person());
    operation.refuse(person(caller), withdrawn, reason, time.now());
    operations.flush();
    journal.changed(
        AuditEventType.OPERATION_REJECTED, Outcome.SUCCESS, caller.account(), operation);
  }

  /** Nobody agreed in time. */
  @PermitAll
  public void expire(String id) {
    DualControlOperation operation = locked(id);
    operation.expire(time.now());
    operations.flush();
    journal.changed(AuditEventType.OPERATION_EXPIRED, Outcome.SUCCESS, "dualcontrol", operation);
  }

  private DualControlOperation locked(String id) {
    return operations
        .lock(id)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such operation"));
  }

  private static OperationRequest.Person person(Caller caller) {
    return new OperationRequest.Person(caller.account(), caller.person());
  }
}
