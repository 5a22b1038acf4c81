package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Each role at each resource: what it may do is done, everything else is refused and recorded. */
@Tag("blackbox")
class AccessMatrixTest {
  private static final String SECURITY = "security-officer-1";
  private static final String REGISTRATION = "registration-officer-1";
  private static final String REVOCATION = "revocation-officer-1";
  private static final String ADMINISTRATOR = "system-administrator-1";
  private static final String OPERATOR = "system-operator-1";
  private static final String AUDITOR = "system-auditor-1";

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static Issued issued;

  @BeforeAll
  static void oneCertificate() {
    issued = JOURNEY.issue(Subscriber.named("Matrix"));
  }

  @Test
  @Requirement({"AA5.1-s2", "AA5.1", "M1.1"})
  void auditReadIsGrantedAloneToAnOperatorAndTakenBackAtOnce() {
    Client operator = SYSTEM.officer(OPERATOR);
    operator.get("/audit/records").expect(403);
    Map<String, String> grant = Map.of("account", OPERATOR, "permission", "audit.read");
    JOURNEY.operation("GRANT_PERMISSION", grant);
    try {
      // The session that is open, at the very next request; nothing else of the auditor.
      operator.get("/audit/records").expect(200);
      operator.post("/audit/verification", Map.of()).expect(403);
      operator.get("/certificates/issuing/" + issued.serial()).expect(403);
      assertTrue(recorded("PERMISSION_GRANTED", "audit.read", "SUCCESS"));
    } finally {
      JOURNEY.operation("WITHDRAW_PERMISSION", grant);
    }
    operator.get("/audit/records").expect(403);
  }

  @Test
  @Requirement(
      value = {"AA5.1-s2", "AA5.1", "M1.4a", "M1.4b"},
      kind = Kind.NEGATIVE)
  void privilegesOfTheAuditorAreNotGrantedToWhomTheyAreForbidden() {
    for (String account : List.of(SECURITY, REGISTRATION, REVOCATION)) {
      Answer answer =
          JOURNEY.request(
              "GRANT_PERMISSION", Map.of("account", account, "permission", "audit.read"));
      assertTrue(answer.expect(409).text().contains("role-conflict"), answer.text());
    }
    for (String permission : List.of("audit.verify", "archive.read", "user.approve")) {
      Answer answer =
          JOURNEY.request(
              "GRANT_PERMISSION", Map.of("account", OPERATOR, "permission", permission));
      assertTrue(answer.expect(409).text().contains("role-conflict"), answer.text());
    }
  }

  @Test
  @Requirement({"RM1.5", "RM1.5b", "M1.2c", "ARCH-4.2.e"})
  void officersStartStatusChangesOfSubjects() {
    for (String account : List.of(REVOCATION, REGISTRATION, SECURITY)) {
      JOURNEY.changeStatus(account, issued.serial(), Map.of("action", "suspend")).expect(200);
      JOURNEY.changeStatus(account, issued.serial(), Map.of("action", "reinstate")).expect(200);
    }
  }

  @Test
  @Requirement(
      value = {"RM1.5", "RM1.5b", "ARCH-4.2.e", "FUNC-5.3.5.2.a", "FUNC-5.3.5.2.e"},
      kind = Kind.NEGATIVE)
  void nobodyElseDoes() {
    String path =
        "/certificates/" + SYSTEM.value("issuer") + "/" + issued.serial() + "/status-changes";
    Map<String, Object> revoke = Map.of("action", "revoke", "reason", "keyCompromise");
    for (String account : List.of(ADMINISTRATOR, OPERATOR, AUDITOR)) {
      JOURNEY.as(account).post(path, revoke).expect(403);
      JOURNEY.as(account).post(path, Map.of("action", "suspend")).expect(403);
    }
    SYSTEM.anonymous().post(path, revoke).expect(401);
    assertEquals(
        null,
        new OcspQuestion(SYSTEM)
            .about(issued.certificate().getSerialNumber())
            .answer()
            .getResponses()[0]
            .getCertStatus(),
        "no longer good");
  }

  @Test
  @Requirement({"RM1.2", "RM3.1", "FUNC-5.3.5.2.e", "EIDAS-24.3.a", "EIDAS-24.2.f.ii"})
  void validRequestIsAcceptedAndRecorded() {
    Issued own = JOURNEY.issue(Subscriber.named("Recorded"));
    JOURNEY.revoke(own.serial(), "affiliationChanged").expect(200);
    assertTrue(recorded("STATUS_CHANGED", own.serial(), "SUCCESS"));
  }

  @Test
  @Requirement(
      value = {"RM1.2", "RM3.1", "EIDAS-24.3.a"},
      kind = Kind.NEGATIVE)
  void invalidRequestsChangeNothingAndAreRecorded() {
    for (Map<String, Object> wrong :
        List.<Map<String, Object>>of(
            Map.of("action", "revoke", "reason", "becauseIWantTo"),
            Map.of("action", "revoke", "reason", "certificateHold"),
            Map.of("action", "revoke", "reason", "removeFromCRL"),
            Map.of("action", "destroy"),
            Map.of("reason", "keyCompromise"),
            Map.of("action", "reinstate"))) {
      Answer answer = JOURNEY.changeStatus(REVOCATION, issued.serial(), wrong);
      assertEquals(4, answer.status() / 100, wrong + ": " + answer.text());
    }
    for (String serial : List.of("1234567890abcdef", "0", "zz", "..")) {
      Answer answer =
          JOURNEY.changeStatus(
              REVOCATION, serial, Map.of("action", "revoke", "reason", "keyCompromise"));
      assertEquals(4, answer.status() / 100, serial + ": " + answer.text());
    }
    assertTrue(recorded("STATUS_CHANGE_REFUSED", "1234567890abcdef", "REFUSED"));
  }

  @Test
  @Requirement(
      value = {"RM1.5a", "RM1.4"},
      kind = Kind.NEGATIVE)
  void certificateOfATspKeyIsNotRevokedByOnePerson() {
    for (String file : List.of("ocsp.pem", "tsa.pem")) {
      String serial = RunningSystem.hex(SYSTEM.certificate(file));
      for (String account : List.of(REVOCATION, REGISTRATION, SECURITY)) {
        Answer answer =
            JOURNEY.changeStatus(
                account, serial, Map.of("action", "revoke", "reason", "keyCompromise"));
        assertEquals(403, answer.status(), answer.text());
      }
    }
  }

  @Test
  @Requirement(value = "M1.2f", kind = Kind.NEGATIVE)
  void auditorChangesNothing(TestReporter evidence) {
    String waiting = JOURNEY.submit(Subscriber.named("Auditor"));
    Client auditor = JOURNEY.as(AUDITOR);
    auditor.post("/applications/" + waiting + "/approval", Map.of()).expect(403);
    auditor
        .post(
            "/operations",
            Map.of("type", "DEACTIVATE_KEY", "parameters", Map.of("keyId", "whatever")))
        .expect(403);
    auditor.post("/roles", Map.of("account", AUDITOR, "role", "SECURITY_OFFICER")).expect(403);
    auditor.delete("/audit/records").expect(405);
    assertTrue(recorded("ACCESS_DENIED", AUDITOR, ""), "refused but not recorded");
    evidence.publishEntry("state", SYSTEM.anonymous().get("/applications/" + waiting).text());
  }

  @Test
  @Requirement({"M1.2a", "RM1.5a", "FUNC-5.3.5.2.d"})
  void securityOfficersGovernUsersAndControlCertificates() {
    Answer request =
        JOURNEY.request("ASSIGN_ROLE", Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR"));
    JOURNEY.withdraw(request.expect(201));
    String serial = RunningSystem.hex(SYSTEM.certificate("officers/system-operator-2.pem"));
    String path = "/certificates/management/" + serial + "/status-changes";
    JOURNEY.as(SECURITY).post(path, Map.of("action", "suspend")).expect(200);
    JOURNEY.as(SECURITY).post(path, Map.of("action", "reinstate")).expect(200);
  }

  /** Whether the management CA's current CRL names an officer's certificate. */
  private static boolean isOnTheList(String account) {
    byte[] crl =
        SYSTEM
            .anonymous()
            .getUri(URI.create(SYSTEM.value("publicHttp") + "/crl/management.crl"))
            .expect(200)
            .octets();
    try {
      return new X509CRLHolder(crl)
              .getRevokedCertificate(
                  SYSTEM.certificate("officers/" + account + ".pem").getSerialNumber())
          != null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Requirement("KM3.6-s2")
  void controlCertificateThatIsNotOnTheListOpensASession() {
    assertFalse(isOnTheList("registration-officer-2"));
    SYSTEM.officer("registration-officer-2").get("/applications").expect(200);
  }

  @Test
  @Requirement(
      value = {"KM3.6", "KM3.6-s2", "RS2-t2"},
      kind = Kind.NEGATIVE)
  void suspendedControlCertificateOpensNothing() {
    String serial = RunningSystem.hex(SYSTEM.certificate("officers/registration-officer-2.pem"));
    Client officer = SYSTEM.officer("registration-officer-2");
    officer.get("/applications").expect(200);
    String path = "/certificates/management/" + serial + "/status-changes";
    JOURNEY.as(SECURITY).post(path, Map.of("action", "suspend")).expect(200);
    try {
      // The open session and a new login.
      officer.get("/applications").expect(401);
      SYSTEM
          .withCertificateOf("registration-officer-2")
          .tryLogin(SYSTEM.password("registration-officer-2"))
          .expect(401);
      // At once, and not only when the next list is there, by which anybody else learns of it.
      Within.seconds(30).until("the list names it", () -> isOnTheList("registration-officer-2"));
    } finally {
      JOURNEY.as(SECURITY).post(path, Map.of("action", "reinstate")).expect(200);
    }
    SYSTEM.officer("registration-officer-2").get("/applications").expect(200);
    Within.seconds(30)
        .until("the list names it no more", () -> !isOnTheList("registration-officer-2"));
  }

  @Test
  @Requirement(value = "KM3.6", kind = Kind.NEGATIVE)
  void requestSealedUnderASuspendedCertificateIsNotCertified() {
    String serial = "";
    for (JsonNode key : JOURNEY.as(SECURITY).get("/keys").expect(200).json()) {
      if (key.get("purpose").asText().equals("MESSAGE_SEALING")
          && key.get("owner").asText().equals("registration")
          && key.get("state").asText().equals("ACTIVE")) {
        serial =
            RunningSystem.hex(
                RunningSystem.certificate(
                    java.util.Base64.getDecoder().decode(key.get("certificate").asText())));
      }
    }
    String path = "/certificates/management/" + serial + "/status-changes";
    String id = JOURNEY.submit(Subscriber.named("Sealed"));
    JOURNEY.as(SECURITY).post(path, Map.of("action", "suspend")).expect(200);
    try {
      Answer approval = JOURNEY.approve(id);
      assertTrue(approval.status() >= 400, approval.text());
      assertTrue(!SYSTEM.anonymous().get("/applications/" + id).json().hasNonNull("serial"));
    } finally {
      JOURNEY.as(SECURITY).post(path, Map.of("action", "reinstate")).expect(200);
    }
    JOURNEY.issue(Subscriber.named("SealedAgain"));
  }

  @Test
  @Requirement(
      value = {"M1.2a", "RM1.5a", "FUNC-5.3.5.2.d"},
      kind = Kind.NEGATIVE)
  void nobodyElseGovernsThem() {
    String serial = RunningSystem.hex(SYSTEM.certificate("officers/system-operator-2.pem"));
    String path = "/certificates/management/" + serial + "/status-changes";
    for (String account : List.of(REGISTRATION, REVOCATION, ADMINISTRATOR, OPERATOR, AUDITOR)) {
      Client client = JOURNEY.as(account);
      client
          .post(
              "/operations",
              Map.of(
                  "type",
                  "ASSIGN_ROLE",
                  "parameters",
                  Map.of("account", account, "role", "SECURITY_OFFICER")))
          .expect(403);
      client.post("/roles", Map.of("account", account, "role", "SECURITY_OFFICER")).expect(403);
      client.post(path, Map.of("action", "suspend")).expect(403);
    }
  }

  @Test
  @Requirement(
      value = {"M1.4a", "M1.4b"},
      kind = Kind.NEGATIVE)
  void conflictingRolesAreRefused() {
    Instant begin = Instant.now();
    Map<String, List<String>> conflicts = new LinkedHashMap<>();
    conflicts.put(SECURITY, List.of("SYSTEM_AUDITOR", "SYSTEM_ADMINISTRATOR", "SYSTEM_OPERATOR"));
    conflicts.put(REGISTRATION, List.of("SYSTEM_AUDITOR"));
    conflicts.put(REVOCATION, List.of("SYSTEM_AUDITOR"));
    conflicts.put(ADMINISTRATOR, List.of("SYSTEM_AUDITOR", "SECURITY_OFFICER"));
    conflicts.put(OPERATOR, List.of("SYSTEM_AUDITOR", "SECURITY_OFFICER"));
    conflicts.put(AUDITOR, List.of("SECURITY_OFFICER", "REGISTRATION_OFFICER"));
    conflicts.forEach(
        (account, roles) ->
            roles.forEach(
                role -> {
                  Answer answer =
                      JOURNEY
                          .as(SECURITY)
                          .post("/roles", Map.of("account", account, "role", role))
                          .expect(409);
                  assertTrue(answer.text().contains("role-conflict"), answer.text());
                }));
    new AuditLook(SYSTEM).awaitAlarm("ROLE_CONFLICT", begin);
  }

  @Test
  @Requirement({"M1.3", "M1.4a", "M1.4b"})
  void rolesThatGoTogetherAreGivenAndTakenAgainAtOnce() {
    Client operator = SYSTEM.officer(OPERATOR);
    operator.get("/keys").expect(403);
    Map<String, String> change = Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR");
    JOURNEY.operation("ASSIGN_ROLE", change);
    try {
      SYSTEM.officer(OPERATOR).get("/keys").expect(200);
    } finally {
      Client two = SYSTEM.officer(OPERATOR);
      JOURNEY.operation("REMOVE_ROLE", change);
      Answer after = two.get("/keys");
      assertTrue(Set.of(401, 403).contains(after.status()), "the open session keeps the role");
    }
    SYSTEM.officer(OPERATOR).get("/keys").expect(403);
  }

  @Test
  @Requirement(value = "M1.3", kind = Kind.NEGATIVE)
  void roleIsNotGivenByOnePersonNorToNobody() {
    Answer requested =
        JOURNEY
            .request("ASSIGN_ROLE", Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR"))
            .expect(201);
    String id = requested.json().get("id").asText();
    Answer own = JOURNEY.as(SECURITY).approve(id);
    assertEquals(403, own.status(), own.text());
    SYSTEM.officer(OPERATOR).get("/keys").expect(403);
    JOURNEY.withdraw(requested);
    for (Map<String, String> wrong :
        List.of(
            Map.of("account", "nobody-at-all", "role", "SYSTEM_OPERATOR"),
            Map.of("account", OPERATOR, "role", "GOD"),
            Map.of("account", OPERATOR))) {
      assertEquals(4, JOURNEY.request("ASSIGN_ROLE", wrong).status() / 100, "" + wrong);
    }
  }

  /** Whether the log has a record of the type that speaks of the subject. */
  private static boolean recorded(String type, String about, String outcome) {
    JsonNode records =
        JOURNEY.as(AUDITOR).get("/audit/records?type=" + type).expect(200).json().get("records");
    List<String> found = new ArrayList<>();
    records.forEach(record -> found.add(record.toString()));
    return found.stream().anyMatch(text -> text.contains(about) && text.contains(outcome));
  }
}
