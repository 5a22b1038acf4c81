package org.opentws.portal.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.function.Predicate;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.Permission;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.registration.ApplicationSummary;
import org.opentws.registration.RegistrationService;
import org.opentws.registration.store.ApplicationState;
import org.opentws.revocationmanagement.StatusChangeDecisionService;
import org.opentws.revocationmanagement.SuspendedCertificatesService;
import org.opentws.revocationmanagement.store.PendingRequest;
import org.opentws.revocationstatus.CertificateStatus;

/** What waits for this person, by role (M1.2). A part of another role is never even asked for. */
@Named("home")
@RequestScoped
public class HomeBean {
  private static final int SHOWN_MAX = 5;

  @Inject private CurrentCaller caller;
  @Inject private PageAction page;
  @EJB private RegistrationService registration;
  @EJB private DualControlService operations;
  @EJB private SuspendedCertificatesService suspensions;
  @EJB private StatusChangeDecisionService statusDecisions;

  private boolean may(Permission permission) {
    return caller.get().may(permission);
  }

  public boolean isNothingShown() {
    return caller.get().roles().isEmpty();
  }

  /** Applications that nobody has decided on. */
  public long getApplicationsWaiting() {
    return count(ApplicationState.SUBMITTED);
  }

  /** Approved, but generation did not answer yet; they are tried again by themselves. */
  public long getApplicationsUnfinished() {
    return count(ApplicationState.APPROVED);
  }

  private long count(ApplicationState state) {
    return may(Permission.APPLICATION_READ) ? page.load(() -> registration.count(state), 0L) : 0;
  }

  /** The oldest of those that wait. */
  public List<ApplicationSummary> getOldestApplications() {
    return may(Permission.APPLICATION_READ)
        ? page.load(
            () ->
                registration.list(ApplicationState.SUBMITTED, 0).stream().limit(SHOWN_MAX).toList(),
            List.of())
        : List.of();
  }

  public List<CertificateStatus> getSuspended() {
    return may(Permission.SUSPENSION_READ) ? page.load(suspensions::list, List.of()) : List.of();
  }

  /** Whether this person decides on what subjects ask for. */
  public boolean isStatusDecider() {
    return may(Permission.STATUS_CHANGE_SUBJECT) || may(Permission.STATUS_CHANGE_MANAGEMENT);
  }

  /** The oldest wishes of subjects and third parties that wait for an officer. */
  public List<PendingRequest> getStatusRequests() {
    return isStatusDecider() ? page.load(statusDecisions::pending, List.of()) : List.of();
  }

  /** What somebody else asked for. */
  public List<OperationView> getOperationsToDecide() {
    return waiting(view -> !view.requestedBy().equals(caller.get().account()));
  }

  /** What this account asked for and nobody has decided on. */
  public List<OperationView> getOwnOperations() {
    return waiting(view -> view.requestedBy().equals(caller.get().account()));
  }

  private List<OperationView> waiting(Predicate<OperationView> which) {
    if (!may(Permission.OPERATION_TAKE_PART)) {
      return List.of();
    }
    return page.load(operations::list, List.<OperationView>of()).stream()
        .filter(view -> view.state() == OperationState.REQUESTED)
        .filter(which)
        .toList();
  }
}
