package org.opentws.registration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.registration.store.ApplicationState;

/** The Registration Officer's decision (R1.5). */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RolesAllowed(PermissionName.APPLICATION_DECIDE)
public class ApprovalService {
  @Inject ApplicationDecisions decisions;
  @Inject Certification certification;
  @Inject RegistrationAudit audit;

  /**
   * Approves and has the certificate generated. Asked again for an application that is approved but
   * not certified, it tries again.
   *
   * @param seen what the officer adds to the evidence
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, SAME_PERSON; or generation's refusal, and then
   *     the application is REFUSED
   * @throws ServiceUnavailable the application is APPROVED and will be certified later by itself
   */
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  public ApplicationProgress approve(String id, List<IdentityEvidence> seen) {
    List<IdentityEvidence> checked = ApplicationText.evidence(seen);
    try {
      if (decisions.state(id) == ApplicationState.APPROVED) {
        requireAttempt(id);
      } else {
        decisions.approve(id, checked);
      }
    } catch (RequestRefused e) {
      audit.refused(AuditEventType.APPLICATION_APPROVED, id, e.refusal());
      throw e;
    }
    // A crash here leaves APPROVED: UnfinishedApplications goes on after the restart.
    return certification.complete(id);
  }

  private void requireAttempt(String id) {
    if (!decisions.beginAttempt(id)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the application is being certified");
    }
  }

  /**
   * Declines, with a reason that the subscriber will read.
   *
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  public ApplicationProgress reject(String id, String reason) {
    try {
      return decisions.reject(id, reason);
    } catch (RequestRefused e) {
      audit.refused(AuditEventType.APPLICATION_REJECTED, id, e.refusal());
      throw e;
    }
  }
}
