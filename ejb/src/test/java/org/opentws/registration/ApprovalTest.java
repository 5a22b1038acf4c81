package org.opentws.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.registration.RegistrationHouse.ANNA;
import static org.opentws.registration.RegistrationHouse.COLLEAGUE;
import static org.opentws.registration.RegistrationHouse.OFFICER;
import static org.opentws.registration.RegistrationHouse.PASSPORT;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentws.audit.AuditEventType;
import org.opentws.certificategeneration.CertificateRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.registration.store.ApplicationState;
import org.opentws.registration.store.CertificateApplication;

class ApprovalTest {
  private final RegistrationHouse house = new RegistrationHouse();

  private static final ServiceUnavailable DEVICE_LOST =
      new ServiceUnavailable(ServiceUnavailable.Cause.DEVICE, "the device is lost");

  private CertificateApplication row(String id) {
    return house.applications.find(id).orElseThrow();
  }

  private Refusal refusal(Runnable action) {
    return assertThrows(RequestRefused.class, action::run).refusal();
  }

  private void approve(String id) {
    house.approvals.approve(id, List.of());
  }

  @Test
  void approvedApplicationBecomesACertificate() {
    String id = house.submitted();
    ApplicationProgress progress = house.approvals.approve(id, List.of());
    assertEquals(ApplicationState.CERTIFIED, progress.state());
    assertEquals(Optional.of("issuing"), progress.issuer());
    assertEquals(Optional.of(house.generation.of(id).serial()), progress.serial());
    CertificateRequest request = house.generation.requests.get(0);
    assertEquals(ANNA, request.order().subject());
    assertTrue(request.order().consent());
    assertEquals(row(id).pkcs10(), request.proofOfPossession());
    assertEquals(
        List.of(
            AuditEventType.APPLICATION_SUBMITTED,
            AuditEventType.APPLICATION_APPROVED,
            AuditEventType.CERTIFICATE_REQUEST_SEALED),
        house.log.types());
  }

  @Test
  void rejectedApplicationNeverReachesGeneration() {
    String id = house.submitted();
    ApplicationProgress progress = house.approvals.reject(id, "the photo does not match");
    assertEquals(ApplicationState.REJECTED, progress.state());
    assertEquals(Optional.of("the photo does not match"), progress.reason());
    assertEquals(Refusal.WRONG_STATE, refusal(() -> approve(id)));
    assertEquals(0, house.seal.count());
  }

  @Test
  void rejectionNeedsAReason() {
    String id = house.submitted();
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(() -> house.approvals.reject(id, "")));
    assertEquals(ApplicationState.SUBMITTED, row(id).state());
  }

  @Test
  void nobodyIsCertifiedTwiceByTwoDecisions() {
    String id = house.submitted();
    approve(id);
    house.caller = COLLEAGUE;
    assertEquals(Refusal.WRONG_STATE, refusal(() -> approve(id)));
    assertEquals(Refusal.WRONG_STATE, refusal(() -> house.approvals.reject(id, "too late")));
    assertEquals(1, house.generation.issued.size());
  }

  @Test
  void officerWhoEnteredAnApplicationDoesNotApproveIt() {
    house.caller = OFFICER;
    NewApplication entered = RegistrationHouse.anna(Pkcs10Samples.base64(Pkcs10Samples.sound()));
    String id = house.registration.submit(entered).id();
    assertEquals(Refusal.SAME_PERSON, refusal(() -> approve(id)));
    assertEquals(ApplicationState.SUBMITTED, row(id).state());
    house.caller = COLLEAGUE;
    assertEquals(ApplicationState.CERTIFIED, house.approvals.approve(id, List.of()).state());
  }

  @Test
  void withoutEvidenceOfIdentityNobodyIsApproved() {
    NewApplication bare =
        new NewApplication(
            "qualified-esign-natural-person",
            Pkcs10Samples.base64(Pkcs10Samples.sound()),
            ANNA,
            new Consent(false, Optional.empty()),
            List.of());
    String id = house.registration.submit(bare).id();
    house.caller = OFFICER;
    assertEquals(Refusal.WRONG_STATE, refusal(() -> approve(id)));
    assertEquals(
        ApplicationState.CERTIFIED, house.approvals.approve(id, List.of(PASSPORT)).state());
    assertEquals(List.of(PASSPORT), house.registration.review(id).officerEvidence());
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {
        "PROFILE_VIOLATION",
        "LINT_FAILED",
        "WEAK_KEY",
        "PROOF_OF_POSSESSION_FAILED",
        "MALFORMED_REQUEST"
      })
  void generationsRefusalEndsTheApplication(Refusal why) {
    String id = house.submitted();
    house.generation.failsAndNotDone = Optional.of(new RequestRefused(why, "because"));
    assertEquals(why, refusal(() -> approve(id)));
    assertEquals(ApplicationState.REFUSED, row(id).state());
    assertEquals(Optional.of("because"), row(id).reason());
    assertTrue(house.log.types().contains(AuditEventType.CERTIFICATE_REQUEST_REFUSED));
  }

  @ParameterizedTest
  @EnumSource(
      value = Refusal.class,
      names = {"SEAL_BROKEN", "REPLAYED"})
  void brokenSealIsNotTheApplicantsFault(Refusal why) {
    String id = house.submitted();
    house.generation.failsAndNotDone = Optional.of(new RequestRefused(why, "because"));
    assertThrows(ServiceUnavailable.class, () -> approve(id));
    assertEquals(ApplicationState.APPROVED, row(id).state());
  }

  @Test
  void lostDeviceLeavesTheApplicationApprovedAndASecondApprovalFinishesIt() {
    String id = house.submitted();
    house.generation.failsAndNotDone = Optional.of(DEVICE_LOST);
    assertThrows(ServiceUnavailable.class, () -> approve(id));
    assertEquals(ApplicationState.APPROVED, row(id).state());
    house.generation.failsAndNotDone = Optional.empty();
    house.caller = COLLEAGUE;
    assertEquals(ApplicationState.CERTIFIED, house.approvals.approve(id, List.of()).state());
    assertEquals(Optional.of(OFFICER.account()), row(id).decidedBy());
  }

  @Test
  void missingSealingKeyLeavesTheApplicationApprovedAndTheTimerFinishesIt() {
    String id = house.submitted();
    house.seal.fails = Optional.of(DEVICE_LOST);
    assertThrows(ServiceUnavailable.class, () -> approve(id));
    house.unfinished.finish();
    assertEquals(ApplicationState.APPROVED, row(id).state());
    house.seal.fails = Optional.empty();
    house.unfinished.finish();
    assertEquals(ApplicationState.CERTIFIED, row(id).state());
  }

  @Test
  void deathAfterSigningIsFinishedWithTheSameCertificate() {
    String id = house.submitted();
    house.generation.failsButDone = Optional.of(new IllegalStateException("the node died here"));
    assertThrows(IllegalStateException.class, () -> approve(id));
    assertEquals(ApplicationState.APPROVED, row(id).state());
    house.generation.failsButDone = Optional.empty();

    house.unfinished.finish();
    assertEquals(
        ApplicationState.APPROVED, row(id).state(), "the attempt is not taken for dead at once");
    house.time.now = house.time.now.plus(Duration.ofSeconds(31));
    house.unfinished.finish();

    assertEquals(ApplicationState.CERTIFIED, row(id).state());
    assertEquals(1, house.generation.issued.size());
    assertEquals(Optional.of(house.generation.of(id).serial()), row(id).serial());
  }

  @Test
  void approvalIsNotBegunAnewWhileAnAttemptIsUnderWay() {
    String id = house.submitted();
    house.generation.failsButDone = Optional.of(new IllegalStateException("still busy"));
    assertThrows(IllegalStateException.class, () -> approve(id));
    assertEquals(Refusal.WRONG_STATE, refusal(() -> approve(id)));
  }

  @Test
  void unknownApplicationIsNotFound() {
    house.caller = OFFICER;
    assertEquals(Refusal.NOT_FOUND, refusal(() -> approve("AAAAAAAAAAAAAAAAAAAAAA")));
    assertEquals(Refusal.NOT_FOUND, refusal(() -> house.registration.progress("x")));
  }

  @Test
  void eachLookAtPersonalDataIsRecorded() {
    String id = house.submitted();
    ApplicationReview review = house.registration.review(id);
    assertEquals(ANNA, review.subject());
    assertEquals(List.of(PASSPORT), review.evidence());
    assertEquals("EC 256 bit", review.keyDescription());
    assertEquals(
        "Anna Example", house.registration.list(ApplicationState.SUBMITTED, 0).get(0).name());
    assertEquals(
        List.of(
            AuditEventType.APPLICATION_SUBMITTED,
            AuditEventType.APPLICATION_VIEWED,
            AuditEventType.APPLICATION_VIEWED),
        house.log.types());
  }
}
