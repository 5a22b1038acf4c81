package org.opentws.registration;

import static org.opentws.audit.AuditEventType.APPLICATION_SUBMITTED;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.registration.store.ApplicationRepository;
import org.opentws.registration.store.ApplicationState;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.registration.store.ScopedTo;

/** Certificate applications: submission and inspection (R1.2-R1.6, R2.1). */
@Stateless
public class RegistrationService {
  private static final int PAGE_SIZE = 50;
  private static final int PAGE_MAX = 10_000;

  @Inject ApplicationRepository applications;
  @Inject ApplicationScopes scopes;
  @Inject CurrentCaller caller;
  @Inject ApplicationIntake intake;
  @Inject RegistrationAudit audit;
  @Inject Randomness randomness;

  /**
   * Takes an application. It waits for a Registration Officer, whatever it contains (R1.5).
   *
   * @throws RequestRefused MALFORMED_REQUEST, REQUEST_TOO_LARGE, PROFILE_VIOLATION, WEAK_KEY,
   *     PROOF_OF_POSSESSION_FAILED, WEAK_PASSWORD
   */
  @PermitAll
  public ApplicationProgress submit(NewApplication proposed) {
    String id = randomness.identifier();
    try {
      CertificateApplication application = intake.examine(id, proposed);
      requireOwnKey(application);
      applications.add(application);
      audit.done(APPLICATION_SUBMITTED, id, Map.of("profile", application.profile()));
      return ApplicationProgress.of(application);
    } catch (RequestRefused e) {
      audit.refused(APPLICATION_SUBMITTED, id, e.refusal());
      throw e;
    }
  }

  // R1.2: nobody else applied with this key.
  private void requireOwnKey(CertificateApplication application) {
    applications.reserveKey(application.publicKeySha256());
    if (applications.keyIsClaimedByAnother(application.publicKeySha256(), application.subject())) {
      throw new RequestRefused(
          Refusal.PROOF_OF_POSSESSION_FAILED, "this key was applied for by another subject");
    }
  }

  /**
   * What anybody may know who knows the id.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @PermitAll
  public ApplicationProgress progress(String id) {
    return ApplicationProgress.of(find(id));
  }

  /**
   * Everything about one application. The look is recorded (R2.1).
   *
   * @throws RequestRefused NOT_FOUND
   */
  @RolesAllowed(PermissionName.APPLICATION_READ)
  public ApplicationReview review(String id) {
    CertificateApplication application = find(id);
    audit.viewed("application:" + id);
    return new ApplicationReview(
        ApplicationProgress.of(application),
        application.profile(),
        application.registrationAuthority(),
        ApplicationJson.subject(application.subject()),
        new Consent(application.consent(), application.terms()),
        ApplicationJson.evidence(application.evidence()),
        application.officerEvidence().map(ApplicationJson::evidence).orElse(List.of()),
        application.erasedAt().isPresent() ? "" : KeyDescription.of(application.pkcs10()),
        application.publicKeySha256(),
        application.submittedAt(),
        application.submittedBy(),
        application.decidedAt(),
        application.decidedBy(),
        application.erasedAt());
  }

  /**
   * Applications in one state, oldest first, 50 a page. The look is recorded (R2.1).
   *
   * @param page from 0
   */
  @RolesAllowed(PermissionName.APPLICATION_READ)
  public List<ApplicationSummary> list(ApplicationState state, int page) {
    if (page < 0 || page > PAGE_MAX) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "page is outside 0.." + PAGE_MAX);
    }
    audit.viewed("applications:" + state + "/" + page);
    return applications.list(state, scoped(), page, PAGE_SIZE).stream()
        .map(RegistrationService::summary)
        .toList();
  }

  /** How many applications are in this state, for the officers' list. */
  @RolesAllowed(PermissionName.APPLICATION_READ)
  public long count(ApplicationState state) {
    return applications.count(state, scoped());
  }

  private static ApplicationSummary summary(CertificateApplication application) {
    SortedMap<String, String> subject = ApplicationJson.subject(application.subject());
    // Nothing to show once it was erased.
    String name =
        Optional.ofNullable(subject.get("commonName"))
            .orElse(subject.isEmpty() ? "" : subject.firstKey());
    return new ApplicationSummary(
        application.id(),
        application.state(),
        application.profile(),
        name,
        application.submittedAt());
  }

  /** SA1.1: for the caller there are no others. */
  private ScopedTo scoped() {
    return scopes.of(caller.get().scope());
  }

  /** A machine sees its own applications, whoever else's ids it learns. */
  private boolean isOfCaller(CertificateApplication application) {
    return !caller.get().isMachine() || application.submittedBy().equals(caller.get().account());
  }

  private CertificateApplication find(String id) {
    return applications
        .find(id, scoped())
        .filter(this::isOfCaller)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such application"));
  }
}
