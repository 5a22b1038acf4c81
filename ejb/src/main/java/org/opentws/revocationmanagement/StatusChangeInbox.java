package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.RequestState;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusChanged;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The three transactions in the life of a status change request: receipt, effect, refusal. Each
 * commits with its audit record (RM3.1). Called by the other beans of this package only.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class StatusChangeInbox {
  @Inject StatusChangeRequestRepository requests;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /**
   * Makes the request durable; after that it may be acknowledged. A crash before the commit leaves
   * nothing, after it the relay brings the request to its effect.
   *
   * @throws RequestRefused IDEMPOTENCY_KEY_REUSED if another request has this id
   */
  @RolesAllowed({
    RoleName.SYSTEM,
    PermissionName.STATUS_CHANGE_SUBJECT,
    PermissionName.STATUS_CHANGE_MANAGEMENT,
    PermissionName.STATUS_CHANGE_MACHINE
  })
  public void receive(StatusChangeRequest request) {
    receive(request, RequestState.RECEIVED);
  }

  /**
   * The same, but an officer decides.
   *
   * @throws RequestRefused also if another request waits for an officer for this certificate
   */
  @RolesAllowed(RoleName.SYSTEM)
  public void receivePending(StatusChangeRequest request) {
    receive(request, RequestState.PENDING);
  }

  private void receive(StatusChangeRequest request, RequestState state) {
    if (requests.insert(request, state, trustedTime.now())) {
      auditLog.record(
          event(
              AuditEventType.STATUS_CHANGE_REQUESTED,
              Outcome.SUCCESS,
              request,
              Map.of("state", state.name())));
      return;
    }
    boolean same = requests.find(request.id()).filter(request::equals).isPresent();
    if (!same) {
      throw new RequestRefused(
          Refusal.IDEMPOTENCY_KEY_REUSED, "another status change request has this key");
    }
  }

  /**
   * Enters a certificate that the status database lost (RM2.1).
   *
   * @param certificate empty if nobody has it any more
   * @param requester who shows it, or asks for it by its serial number
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRED)
  @RolesAllowed({
    RoleName.SYSTEM,
    PermissionName.STATUS_CHANGE_SUBJECT,
    PermissionName.STATUS_CHANGE_MANAGEMENT
  })
  public void enter(
      String issuer, SerialNumber serial, Optional<Der> certificate, String requester) {
    if (statusDatabase.enter(issuer, serial, certificate)) {
      auditLog.record(
          new AuditEvent(
              AuditEventType.STATUS_ENTERED,
              Outcome.SUCCESS,
              requester,
              "certificate:" + issuer + "/" + serial,
              Map.of("shown", certificate.isPresent() ? "certificate" : "serial number")));
    }
  }

  /**
   * Claim, message A, change number and audit record in one transaction: all of it happens or
   * nothing. A second delivery finds nothing to claim.
   *
   * @return what message B says; empty if the request was decided before
   * @throws RequestRefused if the status database refuses, or the message differs from the request
   *     that was received
   */
  @RolesAllowed(RoleName.SYSTEM)
  public Optional<StatusChanged> apply(StatusChangeRequest message) {
    return claimAndApply(message);
  }

  /**
   * Receipt and effect in the caller's transaction, for a change that two persons agreed on
   * (RM1.4).
   */
  @TransactionAttribute(TransactionAttributeType.MANDATORY)
  @RolesAllowed(RoleName.SYSTEM)
  public StatusChanged applyAtOnce(StatusChangeRequest request) {
    receive(request);
    return claimAndApply(request)
        .orElseThrow(() -> new RequestRefused(Refusal.WRONG_STATE, "it was decided before"));
  }

  /** Decides against a request. */
  @RolesAllowed(RoleName.SYSTEM)
  public void refuse(StatusChangeRequest request, RequestRefused why) {
    if (requests.refuse(request.id(), why.refusal(), why.detail(), trustedTime.now())) {
      auditLog.record(
          event(
              AuditEventType.STATUS_CHANGE_REFUSED,
              Outcome.REFUSED,
              request,
              Map.of("refusal", why.refusal().name(), "detail", why.detail())));
    }
  }

  /**
   * An officer lets a request take its way.
   *
   * @throws RequestRefused NOT_FOUND if it does not wait for an officer
   */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public StatusChangeRequest approve(String id, String officer) {
    StatusChangeRequest request =
        requests.approve(id, officer, trustedTime.now()).orElseThrow(StatusChangeInbox::notPending);
    auditLog.record(
        decision(
            AuditEventType.STATUS_CHANGE_APPROVED, Outcome.SUCCESS, request, officer, Map.of()));
    return request;
  }

  /**
   * An officer decides against a request; the requester is told the reason.
   *
   * @throws RequestRefused NOT_FOUND if it does not wait for an officer
   */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public void reject(String id, String officer, String reason) {
    StatusChangeRequest request =
        requests
            .reject(id, officer, reason, trustedTime.now())
            .orElseThrow(StatusChangeInbox::notPending);
    auditLog.record(
        decision(
            AuditEventType.STATUS_CHANGE_REFUSED,
            Outcome.REFUSED,
            request,
            officer,
            Map.of("detail", reason)));
  }

  static RequestRefused notPending() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such request waits for a decision");
  }

  /**
   * Raises the alarm, once for each request that waits since before that time: of the hour for
   * processing (RM1.1), then of the day that the law gives (EIDAS-24.3).
   */
  @RolesAllowed(RoleName.SYSTEM)
  public void alarmOverdue(Instant receivedBefore, Instant longBefore) {
    for (StatusChangeRequest request : requests.takeOverdue(receivedBefore)) {
      alarm(request, "status change request waits too long");
    }
    for (StatusChangeRequest request : requests.takeLate(longBefore)) {
      alarm(request, "status change request is undecided, and its 24 hours are nearly over");
    }
  }

  private void alarm(StatusChangeRequest request, String reason) {
    auditLog.record(
        event(
            AuditEventType.ALARM_RAISED,
            Outcome.FAILURE,
            request,
            Map.of("kind", AlarmKind.BACKLOG.name(), "reason", reason)));
  }

  private Optional<StatusChanged> claimAndApply(StatusChangeRequest message) {
    Instant now = trustedTime.now();
    Optional<StatusChangeRequest> claimed = requests.claim(message.id(), now);
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    StatusChangeRequest request = claimed.get();
    requireSame(message, request);
    requireTwoPersonsForTspKeys(request);
    CertificateStatus changed = changed(request, now.truncatedTo(ChronoUnit.SECONDS));
    long sequence = statusDatabase.apply(changed); // message A
    auditLog.record(
        event(
            AuditEventType.STATUS_CHANGED,
            Outcome.SUCCESS,
            request,
            Map.of("state", changed.state().name(), "sequence", Long.toString(sequence))));
    return Optional.of(
        new StatusChanged(sequence, changed.issuer(), changed.serial(), changed.state()));
  }

  /** RM1.2: what was sealed is what was received. */
  private static void requireSame(StatusChangeRequest message, StatusChangeRequest received) {
    boolean same =
        message.issuer().equals(received.issuer())
            && message.serial().equals(received.serial())
            && message.action() == received.action()
            && message.reason().equals(received.reason())
            && message.invalidityDate().equals(received.invalidityDate());
    if (!same) {
      throw new RequestRefused(
          Refusal.SEAL_BROKEN, "the sealed message differs from the request received");
    }
  }

  /** RM1.4: decided here, on the only way to the status database. */
  private void requireTwoPersonsForTspKeys(StatusChangeRequest request) {
    boolean tspKey =
        statusDatabase.isOfTspKey(request.issuer(), request.serial()).orElse(Boolean.FALSE);
    if (tspKey && !request.dualControl()) {
      throw new RequestRefused(
          Refusal.FORBIDDEN, "the certificate of a TSP signing key is revoked by two persons only");
    }
    if (tspKey && request.action() != StatusChangeAction.REVOKE) {
      throw new RequestRefused(
          Refusal.FORBIDDEN, "the certificate of a TSP signing key is not suspended");
    }
  }

  private static CertificateStatus changed(StatusChangeRequest request, Instant now) {
    CertificateState next =
        switch (request.action()) {
          case SUSPEND -> CertificateState.SUSPENDED;
          case REINSTATE -> CertificateState.GOOD;
          case REVOKE -> CertificateState.REVOKED;
        };
    Optional<Integer> reason =
        switch (request.action()) {
          case SUSPEND -> Optional.of(RevocationReason.CERTIFICATE_HOLD);
          case REINSTATE -> Optional.empty();
          case REVOKE -> Optional.of(request.reason().orElse(RevocationReason.UNSPECIFIED.code()));
        };
    return new CertificateStatus(
        request.issuer(),
        request.serial(),
        next,
        reason,
        Optional.of(now),
        request.invalidityDate());
  }

  /** The record of an officer's decision on what somebody else asked for. */
  private static AuditEvent decision(
      AuditEventType type,
      Outcome outcome,
      StatusChangeRequest request,
      String officer,
      Map<String, String> more) {
    Map<String, String> details = details(request, more);
    details.put("requester", request.requester());
    return new AuditEvent(type, outcome, officer, object(request), details);
  }

  /** The record of one step of a request. */
  static AuditEvent event(
      AuditEventType type, Outcome outcome, StatusChangeRequest request, Map<String, String> more) {
    return new AuditEvent(
        type, outcome, request.requester(), object(request), details(request, more));
  }

  private static String object(StatusChangeRequest request) {
    return "certificate:" + request.issuer() + "/" + request.serial();
  }

  private static Map<String, String> details(
      StatusChangeRequest request, Map<String, String> more) {
    Map<String, String> details = new HashMap<>(more);
    details.put("request", request.id());
    details.put("action", request.action().name());
    request.reason().ifPresent(code -> details.put("reasonCode", Integer.toString(code)));
    request.invalidityDate().ifPresent(date -> details.put("invalidityDate", date.toString()));
    return details;
  }
}
