package org.opentws.dualcontrol.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** An operation that takes two persons (KM1.3). Read it locked before changing its state. */
@Entity
@Table(name = "dual_control_operation")
public class DualControlOperation {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "type", updatable = false)
  private String type;

  @Column(name = "parameters", updatable = false)
  private String parameters;

  @Column(name = "description", updatable = false)
  private String description;

  @Column(name = "hash", updatable = false)
  private String hash;

  @Column(name = "requester", updatable = false)
  private String requester;

  @Column(name = "requester_person", updatable = false)
  private String requesterPerson;

  @Column(name = "requested_at", updatable = false)
  private Instant requestedAt;

  @Column(name = "expires_at", updatable = false)
  private Instant expiresAt;

  @Column(name = "seal", updatable = false)
  private @Nullable String seal;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private OperationState state;

  @Column(name = "decider")
  private @Nullable String decider;

  @Column(name = "decider_person")
  private @Nullable String deciderPerson;

  @Column(name = "decided_at")
  private @Nullable Instant decidedAt;

  @Column(name = "execution_started_at")
  private @Nullable Instant executionStartedAt;

  @Column(name = "finished_at")
  private @Nullable Instant finishedAt;

  @Column(name = "reason")
  private @Nullable String reason;

  @Column(name = "result")
  private @Nullable String result;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected DualControlOperation() {}

  public DualControlOperation(OperationRequest request, String seal) {
    this.seal = seal;
    id = request.id();
    type = request.type();
    parameters = request.parameters();
    description = request.description();
    hash = request.hash();
    requester = request.requester().account();
    requesterPerson = request.requester().person();
    requestedAt = request.requestedAt();
    expiresAt = request.expiresAt();
    state = OperationState.REQUESTED;
  }

  /**
   * Enough other persons agree, this one as the last.
   *
   * @throws RequestRefused SAME_PERSON, EXPIRED, WRONG_STATE
   */
  public void approve(OperationRequest.Person approver, Instant now) {
    requireApprovable(approver, now);
    decide(approver, OperationState.APPROVED, now);
  }

  /**
   * Refuses who must not agree, and what nobody can agree to any more.
   *
   * @throws RequestRefused SAME_PERSON, EXPIRED, WRONG_STATE
   */
  public void requireApprovable(OperationRequest.Person approver, Instant now) {
    requireState(OperationState.REQUESTED);
    if (approver.person().equals(requesterPerson) || approver.account().equals(requester)) {
      throw new RequestRefused(
          Refusal.SAME_PERSON, "requester and approver must be different persons");
    }
    if (!now.isBefore(expiresAt)) {
      throw new RequestRefused(Refusal.EXPIRED, "the operation expired at " + expiresAt);
    }
  }

  /** Somebody who might approve says no, or the requester takes it back (WITHDRAWN). */
  public void refuse(OperationRequest.Person by, boolean withdrawn, String why, Instant now) {
    requireState(OperationState.REQUESTED);
    decide(by, withdrawn ? OperationState.WITHDRAWN : OperationState.REJECTED, now);
    reason = why;
    finishedAt = now;
  }

  /** Nobody agreed in time. */
  public void expire(Instant now) {
    requireState(OperationState.REQUESTED);
    state = OperationState.EXPIRED;
    finishedAt = now;
  }

  /** One node takes it; a second one is refused. */
  public void startExecution(Instant now) {
    requireState(OperationState.APPROVED);
    state = OperationState.EXECUTING;
    executionStartedAt = now;
  }

  public void executed(String resultText, Instant now) {
    requireState(OperationState.EXECUTING);
    state = OperationState.EXECUTED;
    result = resultText;
    finishedAt = now;
  }

  public void failed(String why, Instant now) {
    requireState(OperationState.EXECUTING);
    state = OperationState.FAILED;
    reason = why;
    finishedAt = now;
  }

  private void decide(OperationRequest.Person by, OperationState decision, Instant now) {
    state = decision;
    decider = by.account();
    deciderPerson = by.person();
    decidedAt = now;
  }

  private void requireState(OperationState needed) {
    if (state != needed) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the operation is " + state);
    }
  }

  public OperationRequest request() {
    return new OperationRequest(
        id,
        type,
        parameters,
        description,
        new OperationRequest.Person(requester, requesterPerson),
        requestedAt,
        expiresAt,
        hash);
  }

  /** Proof that the system itself wrote the request. */
  public Optional<String> seal() {
    return Optional.ofNullable(seal);
  }

  public OperationState state() {
    return state;
  }

  /** Who approved, rejected or withdrew it. */
  public Optional<OperationRequest.Person> decider() {
    return decider == null || deciderPerson == null
        ? Optional.empty()
        : Optional.of(new OperationRequest.Person(decider, deciderPerson));
  }

  public Optional<Instant> decidedAt() {
    return Optional.ofNullable(decidedAt);
  }

  public Optional<Instant> finishedAt() {
    return Optional.ofNullable(finishedAt);
  }

  /** Why it was rejected or failed. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** Canonical JSON, once executed. */
  public Optional<String> result() {
    return Optional.ofNullable(result);
  }
}
