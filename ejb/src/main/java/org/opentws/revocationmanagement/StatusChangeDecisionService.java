package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.PendingRequest;
import org.opentws.revocationmanagement.store.RequestOutcome;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;

/** Officers grant or turn down what subjects ask for (5.3.5.2). */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusChangeDecisionService {
  private static final int LISTED_MAX = 100;
  private static final int REASON_LENGTH_MAX = 500;

  @Inject StatusChangeRequestRepository requests;
  @Inject StatusChangeInbox inbox;
  @Inject StatusChangeEffects effects;
  @Inject CurrentCaller currentCaller;

  /** What waits for a decision, at most 100, those that wait longest first. */
  @RolesAllowed(PermissionName.STATUS_CHANGE_SUBJECT)
  public List<PendingRequest> pending() {
    return requests.pending(LISTED_MAX);
  }

  /**
   * Grants it, and returns when it has its effect, or with state RECEIVED: it will come.
   *
   * @throws RequestRefused NOT_FOUND if it does not wait; as the status database decides
   */
  @RolesAllowed(PermissionName.STATUS_CHANGE_SUBJECT)
  public RequestOutcome approve(String id) {
    return effects.await(inbox.approve(id, currentCaller.get().account()));
  }

  /**
   * Turns it down.
   *
   * @param reason for the requester, who is told it, and for the log
   * @throws RequestRefused NOT_FOUND if it does not wait, MALFORMED_REQUEST without a reason
   */
  @RolesAllowed(PermissionName.STATUS_CHANGE_SUBJECT)
  public void reject(String id, String reason) {
    if (reason.isBlank() || reason.length() > REASON_LENGTH_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "a reason of 1 to 500 characters is needed");
    }
    inbox.reject(id, currentCaller.get().account(), reason);
  }
}
