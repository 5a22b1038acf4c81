package org.opentws.registration;

import static org.opentws.audit.AuditEventType.APPLICATION_APPROVED;
import static org.opentws.audit.AuditEventType.APPLICATION_REJECTED;
import static org.opentws.audit.AuditEventType.CERTIFICATE_REQUEST_REFUSED;
import static org.opentws.audit.AuditEventType.CERTIFICATE_REQUEST_SEALED;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.certificategeneration.GeneratedCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.ApplicationState;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.time.TrustedTime;

/**
 * The steps from an application to its end, each durable in a transaction of its own together with
 * its audit record, so that a crash between two steps leaves a state from which it goes on.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ApplicationDecisions {
  @Inject ApplicationRepository applications;
  @Inject ApplicationScopes scopes;
  @Inject RegistrationConfiguration configuration;
  @Inject RegistrationAudit audit;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /**
   * A Registration Officer approves (R1.5), and the first attempt at certification begins.
   *
   * @param seen what the officer adds to the evidence
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, SAME_PERSON
   */
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  public void approve(String id, List<IdentityEvidence> seen) {
    CertificateApplication application = find(id);
    requireOtherPerson(application);
    // FUNC-5.3.2.1.a: nobody is certified without a record of how the identity was verified.
    if (seen.isEmpty() && ApplicationJson.evidence(application.evidence()).isEmpty()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "there is no evidence of the subject's identity yet");
    }
    Optional<String> verified =
        seen.isEmpty() ? Optional.empty() : Optional.of(ApplicationJson.ofEvidence(seen));
    application.approve(caller.get().account(), time.now(), verified);
    applications.store();
    audit.done(APPLICATION_APPROVED, id, Map.of("submittedBy", application.submittedBy()));
  }

  // R1.5: who entered an application does not approve it.
  private void requireOtherPerson(CertificateApplication application) {
    Caller officer = caller.get();
    if (configuration.separateApproval()
        && application.submittedByPerson().equals(officer.person())) {
      throw new RequestRefused(
          Refusal.SAME_PERSON, "who entered an application cannot approve it (R1.5)");
    }
  }

  /**
   * A Registration Officer declines; no certificate, no message to generation.
   *
   * @throws RequestRefused NOT_FOUND, WRONG_STATE, MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.APPLICATION_DECIDE)
  public ApplicationProgress reject(String id, String reason) {
    CertificateApplication application = find(id);
    application.reject(caller.get().account(), time.now(), ApplicationText.reason(reason));
    applications.store();
    audit.done(APPLICATION_REJECTED, id, Map.of("submittedBy", application.submittedBy()));
    return ApplicationProgress.of(application);
  }

  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public ApplicationState state(String id) {
    return find(id).state();
  }

  /** Whether this caller may attempt certification now; nobody else may for a while then. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public boolean beginAttempt(String id) {
    boolean begun = find(id).beginAttempt(time.now(), configuration.certificationPatience());
    applications.store();
    return begun;
  }

  /** The approved application, for sealing. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public CertificateApplication approved(String id) {
    CertificateApplication application = find(id);
    if (application.state() != ApplicationState.APPROVED) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the application is " + application.state());
    }
    return application;
  }

  /** R3.1: the request is sealed and leaves registration; recorded before it is sent. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public void requestSealed(String id) {
    audit.done(CERTIFICATE_REQUEST_SEALED, id, Map.of());
  }

  /** The certificate exists. Twice is the same as once: an attempt taken for dead may yet end. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public ApplicationProgress certified(String id, GeneratedCertificate generated) {
    CertificateApplication application = find(id);
    if (application.state() != ApplicationState.CERTIFIED) {
      application.certified(generated.issuer(), generated.serial(), time.now());
      applications.store();
    }
    return ApplicationProgress.of(application);
  }

  /** Generation declined what was approved (CG1.2). */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public void refused(String id, RequestRefused refusal) {
    CertificateApplication application = find(id);
    application.refused(refusal.detail(), time.now());
    applications.store();
    audit.done(CERTIFICATE_REQUEST_REFUSED, id, Map.of("refusal", refusal.refusal().name()));
  }

  /** Generation could not serve: the application stays approved and may be tried again at once. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public void postponed(String id) {
    find(id).endAttempt();
    applications.store();
  }

  /** Ids of approved applications that nobody works on. */
  @RolesAllowed({RoleName.SYSTEM, PermissionName.APPLICATION_DECIDE})
  public List<String> unfinished(int limit) {
    Instant dead = time.now().minus(configuration.certificationPatience());
    return applications.unfinished(dead, limit);
  }

  private CertificateApplication find(String id) {
    return applications
        .find(id, scopes.of(caller.get().scope()))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such application"));
  }
}
