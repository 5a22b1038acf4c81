package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.store.CertificateScopeRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** Certificate status change requests by officers (RM1). */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusChangeService {
  @Inject CurrentCaller currentCaller;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject IssuedCertificates issued;
  @Inject CertificateScopeRepository scopes;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeEffects effects;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /**
   * Suspends, reinstates or revokes. Returns when the change has its effect, so that no status
   * answer says otherwise any more; or, if that takes too long, with state RECEIVED: the effect
   * will come.
   *
   * @throws RequestRefused NOT_FOUND, FORBIDDEN, MALFORMED_REQUEST, REVOCATION_IS_FINAL,
   *     WRONG_STATE, IDEMPOTENCY_KEY_REUSED
   */
  @RolesAllowed({
    PermissionName.STATUS_CHANGE_SUBJECT,
    PermissionName.STATUS_CHANGE_MANAGEMENT,
    PermissionName.STATUS_CHANGE_MACHINE
  })
  public RequestOutcome request(StatusChangeOrder order) {
    Caller caller = currentCaller.get();
    StatusChangeRequest request = request(order, caller);
    try {
      // SA1.1: before anything else that could tell whether it exists.
      if (!scopes.covers(caller.scope(), request.issuer(), request.serial())) {
        throw issued.outside(order.certificate());
      }
      if (!effects.isKnown(request)) {
        requireAllowed(request, order.certificate(), caller);
      }
      inbox.receive(request);
    } catch (RequestRefused e) {
      recordRefusal(request, e);
      throw e;
    }
    return effects.await(request);
  }

  private static StatusChangeRequest request(StatusChangeOrder order, Caller caller) {
    StatusChangeAction action = StatusChangeMessage.action(order.action());
    return new StatusChangeRequest(
        caller.account() + ":" + order.idempotencyKey(),
        order.issuer(),
        order.serial(),
        action,
        StatusChangeMessage.reason(action, order.reason()),
        order.invalidityDate().map(date -> date.truncatedTo(ChronoUnit.SECONDS)),
        caller.account(),
        false);
  }

  /**
   * What can be said before the request is received; the decision itself is made with the effect.
   */
  private void requireAllowed(
      StatusChangeRequest request, Optional<Der> certificate, Caller caller) {
    Permission needed = issued.permissionToChange(request.issuer());
    boolean may =
        caller.isMachine() && needed == Permission.STATUS_CHANGE_SUBJECT
            ? caller.may(Permission.STATUS_CHANGE_MACHINE)
            : caller.may(needed);
    if (!may) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this takes the permission " + needed.text());
    }
    CertificateState state =
        issued.state(request.issuer(), request.serial(), certificate, caller.account());
    // RM1.4
    if (statusDatabase.isOfTspKey(request.issuer(), request.serial()).orElse(Boolean.FALSE)) {
      throw new RequestRefused(
          Refusal.FORBIDDEN,
          "the certificate of a TSP signing key is revoked by operation "
              + RevokeTspCertificateHandler.TYPE
              + " under dual control");
    }
    // RM1.3
    if (state == CertificateState.REVOKED) {
      throw new RequestRefused(Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked");
    }
    request
        .invalidityDate()
        .filter(date -> date.isAfter(trustedTime.now()))
        .ifPresent(
            date -> {
              throw new RequestRefused(
                  Refusal.MALFORMED_REQUEST, "invalidityDate lies in the future");
            });
  }

  private void recordRefusal(StatusChangeRequest request, RequestRefused why) {
    auditLog.recordAndWait(
        StatusChangeInbox.event(
            AuditEventType.STATUS_CHANGE_REFUSED,
            Outcome.REFUSED,
            request,
            Map.of("refusal", why.refusal().name(), "detail", why.detail())));
  }
}
