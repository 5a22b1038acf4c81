package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** An employer asks for the suspension of an employee's certificate (RM1.5). */
@Tag("blackbox")
class ThirdPartyTest {
  private static final int CERTIFICATE_HOLD = 6;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private final String run = UUID.randomUUID().toString().substring(0, 8);
  private final String name = "employer-" + run;
  private final String organization = "Employer " + run;
  private final Issued employer = JOURNEY.issue(Subscriber.named("Personnel"));
  private final Issued employee = employee(organization);

  private static Issued employee(String organization) {
    Subscriber subscriber = Subscriber.named("Employee");
    Map<String, Object> application = new HashMap<>(subscriber.application());
    Map<String, Object> subject = new HashMap<>(subscriber.subject());
    subject.put("organizationName", organization);
    application.put("subject", subject);
    return JOURNEY.issue(subscriber, application);
  }

  @BeforeEach
  void admit() {
    JOURNEY.operation("DEFINE_THIRD_PARTY", definition(employer));
  }

  @AfterEach
  void bar() {
    JOURNEY.operation("DEFINE_THIRD_PARTY", Map.of("thirdParty", name, "state", "barred"));
  }

  private Map<String, String> definition(Issued certificate) {
    return Map.of(
        "thirdParty",
        name,
        "organization",
        organization,
        "issuer",
        SYSTEM.value("issuer"),
        "serial",
        certificate.serial());
  }

  private static Answer ask(Issued about, Issued by, String action) {
    Map<String, Object> wish = SignedWish.order(SYSTEM, about.serial(), action);
    return SignedWish.send(SYSTEM, about.serial(), SignedWish.signed(wish, by));
  }

  private static Object status(Issued issued) {
    return new OcspQuestion(SYSTEM)
        .about(issued.certificate().getSerialNumber())
        .answer()
        .getResponses()[0]
        .getCertStatus();
  }

  private static int reason(Issued issued) {
    return ((RevokedStatus) status(issued)).getRevocationReason();
  }

  @Test
  @Requirement({"RM1.5-s2", "FUNC-5.3.6.1.a"})
  void employerSuspendsAndRevokesTheCertificateOfAnEmployee() {
    Instant begin = Instant.now();
    ask(employee, employer, "suspend").expect(200);
    assertEquals(CERTIFICATE_HOLD, reason(employee));
    ask(employee, employer, "revoke").expect(200);
    assertEquals(1, reason(employee));
    String records =
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=STATUS_CHANGED&from=" + begin)
            .expect(200)
            .text();
    assertTrue(records.contains("third-party:" + name), records);
  }

  @Test
  @Requirement({"RM1.5-s2", "FUNC-5.3.5.2.e"})
  void employerWhoWantsItBackWaitsForAnOfficer() {
    ask(employee, employer, "suspend").expect(200);
    String id = ask(employee, employer, "reinstate").expect(202).json().get("id").asText();
    assertEquals(CERTIFICATE_HOLD, reason(employee));
    JOURNEY
        .as("revocation-officer-1")
        .post("/status-change-requests/approval", Map.of("id", id))
        .expect(200);
    assertNull(status(employee), "not good again");
  }

  @Test
  @Requirement(
      value = {"RM1.5-s2", "FUNC-5.3.6.1.a"},
      kind = Kind.NEGATIVE)
  void whoIsNotAdmittedOrOfAnotherOrganisationIsRefused() {
    Issued stranger = JOURNEY.issue(Subscriber.named("Stranger"));
    ask(employee, stranger, "suspend").expect(403);
    ask(employee(organization + " and others"), employer, "suspend").expect(403);
    // Somebody without any organisation; what is not suspended; and once the admission is over.
    ask(stranger, employer, "suspend").expect(403);
    ask(employee, employer, "reinstate").expect(409);
    ask(employee, stranger, "reinstate").expect(403);
    bar();
    ask(employee, employer, "suspend").expect(403);
    assertNull(status(employee), "no longer good");
    assertNull(status(stranger), "no longer good");
  }

  @Test
  @Requirement(value = "RM1.5-s2", kind = Kind.NEGATIVE)
  void admissionThatNobodyAgreedOnIsWorthNothing() {
    Issued thief = JOURNEY.issue(Subscriber.named("Thief"));
    Instant begin = Instant.now();
    try (Superuser superuser = new Superuser(SYSTEM)) {
      String forged = "forged-" + run;
      superuser.tamper(
          "insert into third_party select ?, 1, organization, issuer, ?, true, requester, approver,"
              + " at, seal from third_party where name = ? and version = 1",
          forged,
          thief.serial(),
          name);
      try {
        ask(employee, thief, "revoke").expect(403);
        new AuditLook(SYSTEM).awaitAlarm("ROW_FORGED", begin);
      } finally {
        superuser.tamper("delete from third_party where name = ?", forged);
      }
    }
    assertNull(status(employee), "no longer good");
    // One person admits nobody.
    Answer asked = JOURNEY.request("DEFINE_THIRD_PARTY", definition(thief)).expect(201);
    JOURNEY.as("security-officer-1").approve(asked.json().get("id").asText()).expect(403);
    JOURNEY.withdraw(asked);
  }

  @Test
  @Requirement(value = "RM1.5-s2", kind = Kind.NEGATIVE)
  void keyInDoubtSpeaksForNobodyElse() {
    ask(employer, employer, "suspend").expect(200);
    ask(employee, employer, "suspend").expect(403);
    assertNull(status(employee), "no longer good");
  }
}
