package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.access.store.PermissionName;
import org.opentws.certificategeneration.store.CertificateScopeRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.PendingRequest;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.value.SerialNumber;

/** Officers grant or turn down what subjects and third parties ask for (5.3.5.2). */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusChangeDecisionService {
  private static final int LISTED_MAX = 100;
  private static final int REASON_LENGTH_MAX = 500;

  @Inject StatusChangeRequestRepository requests;
  @Inject CertificateScopeRepository scopes;
  @Inject IssuedCertificates issued;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeEffects effects;
  @Inject CurrentCaller currentCaller;

  /** Of the 100 that wait longest those that the caller may decide, longest first. */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public List<PendingRequest> pending() {
    return requests.pending(currentCaller.get().scope(), LISTED_MAX).stream()
        .filter(this::mayDecide)
        .toList();
  }

  /** The one that waits for this certificate, if the caller may decide it. */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public Optional<PendingRequest> pending(String issuer, SerialNumber serial) {
    return isCovered(issuer, serial)
        ? requests.pending(issuer, serial).filter(this::mayDecide)
        : Optional.empty();
  }

  /** SA1.1: what the officer does not work for does not exist. */
  private boolean isCovered(String issuer, SerialNumber serial) {
    return scopes.covers(currentCaller.get().scope(), issuer, serial);
  }

  private boolean mayDecide(PendingRequest waiting) {
    return currentCaller.get().may(issued.permissionToChange(waiting.request().issuer()));
  }

  /**
   * Grants it, and returns when it has its effect, or with state RECEIVED: it will come.
   *
   * @throws RequestRefused NOT_FOUND if it does not wait; FORBIDDEN; as the status database decides
   */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public RequestOutcome approve(String id) {
    requireMayDecide(id);
    return effects.await(inbox.approve(id, currentCaller.get().account()));
  }

  /**
   * Turns it down.
   *
   * @param reason for the requester, who is told it, and for the log
   * @throws RequestRefused NOT_FOUND if it does not wait, FORBIDDEN, MALFORMED_REQUEST without a
   *     reason
   */
  @RolesAllowed({PermissionName.STATUS_CHANGE_SUBJECT, PermissionName.STATUS_CHANGE_MANAGEMENT})
  public void reject(String id, String reason) {
    requireMayDecide(id);
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "a reason of 1 to 500 characters is needed");
    }
    inbox.reject(id, currentCaller.get().account(), reason);
  }

  /** RM1.5a, RM1.5b: whoever may change the certificate's status may decide on a wish for it. */
  private void requireMayDecide(String id) {
    Permission needed =
        requests
            .find(id)
            .filter(request -> isCovered(request.issuer(), request.serial()))
            .map(request -> issued.permissionToChange(request.issuer()))
            .orElseThrow(StatusChangeInbox::notPending);
    if (!currentCaller.get().may(needed)) {
      throw new RequestRefused(Refusal.FORBIDDEN, "this takes the permission " + needed.text());
    }
  }
}
