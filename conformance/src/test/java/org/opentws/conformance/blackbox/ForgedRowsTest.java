package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * Whoever may do everything in the database still gives nobody a right, opens no session, and
 * approves nothing: rows that the system did not write count for nothing, and raise an alarm.
 */
@Tag("blackbox")
class ForgedRowsTest {
  private static final String OPERATOR = "system-operator-1";
  private static final String SECURITY = "security-officer-1";
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static Superuser superuser;

  @BeforeAll
  static void intoTheDatabase() {
    superuser = new Superuser(SYSTEM);
  }

  @AfterAll
  static void out() {
    superuser.close();
  }

  private static Answer login(String account) {
    return SYSTEM.withCertificateOf(account).tryLogin(SYSTEM.password(account));
  }

  /** The change, what follows from it, and the way back. */
  private static void forged(String account, String change, String back) {
    Client open = SYSTEM.officer(account);
    open.get("/operations").expect(200);
    assertEquals(1, superuser.tamper(change), change);
    try {
      open.get("/operations").expect(401);
      login(account).expect(401);
      assertTrue(alarmed(account), "no alarm about " + account);
    } finally {
      assertEquals(1, superuser.tamper(back), back);
    }
    // The session ended for good; a new one is opened by genuine rows.
    open.get("/operations").expect(401);
    SYSTEM.officer(account).get("/operations").expect(200);
  }

  private static boolean alarmed(String about) {
    for (JsonNode record :
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=ALARM_RAISED&limit=20")
            .expect(200)
            .json()
            .get("records")) {
      if (record.toString().contains(about)) {
        return true;
      }
    }
    return false;
  }

  @Test
  @Requirement(
      value = {"M1.3", "M1.4b", "SA1.1"},
      kind = Kind.NEGATIVE)
  void roleWrittenByHandGivesNothing() {
    forged(
        OPERATOR,
        "insert into role_assignment values ('system-operator-1', 'SYSTEM_ADMINISTRATOR', now())",
        "delete from role_assignment where account = 'system-operator-1'"
            + " and role = 'SYSTEM_ADMINISTRATOR'");
  }

  @Test
  @Requirement(
      value = {"AA5.1", "AA5.1-s2"},
      kind = Kind.NEGATIVE)
  void permissionWrittenByHandGivesNothing() {
    forged(
        OPERATOR,
        "insert into permission_grant values ('system-operator-1', 'audit.read', now())",
        "delete from permission_grant where account = 'system-operator-1'");
  }

  @Test
  @Requirement(value = "IA4.1", kind = Kind.NEGATIVE)
  void authenticatorWrittenByHandOpensNothing() {
    forged(
        OPERATOR,
        "insert into authenticator values"
            + " ('AAAA', 'system-operator-1', 'mine', '\\x00', 0, now())",
        "delete from authenticator where account = 'system-operator-1'");
  }

  @Test
  @Requirement(value = "KM1.3", kind = Kind.NEGATIVE)
  void accountMovedToAnotherPersonIsNobodys() {
    Instant begin = Instant.now();
    forged(
        "security-officer-2",
        "update account set person = 'Security Officer 1' where account = 'security-officer-2'",
        "update account set person = 'Security Officer 2' where account = 'security-officer-2'");
    new AuditLook(SYSTEM).awaitAlarm("ROW_FORGED", begin);
  }

  @Test
  @Requirement(value = "IA4.1", kind = Kind.NEGATIVE)
  void passwordExchangedByHandOpensNothing() {
    String account = "registration-officer-2";
    String hash = hashOf("registration-officer-1");
    String own = hashOf(account);
    superuser.tamper("update account set password_hash = ? where account = ?", hash, account);
    try {
      SYSTEM
          .withCertificateOf(account)
          .tryLogin(SYSTEM.password("registration-officer-1"))
          .expect(401);
    } finally {
      superuser.tamper("update account set password_hash = ? where account = ?", own, account);
    }
    SYSTEM.officer(account);
  }

  private static String hashOf(String account) {
    return superuser.texts("select password_hash from account where account = ?", account).get(0);
  }

  @Test
  @Requirement(value = "IA4.1", kind = Kind.NEGATIVE)
  void certificateRegisteredByHandForAnotherAccountOpensNothing() {
    // The operator's own key and the officer's password: what a thief of a password might try.
    String mine =
        superuser
            .texts("select fingerprint from control_certificate where account = ?", OPERATOR)
            .get(0);
    String move = "update control_certificate set account = ? where fingerprint = ?";
    superuser.tamper(move, SECURITY, mine);
    try {
      SYSTEM.withCertificateOf(OPERATOR).tryLogin(SYSTEM.password(SECURITY)).expect(401);
      login(SECURITY).expect(401);
    } finally {
      superuser.tamper(move, OPERATOR, mine);
    }
    SYSTEM.officer(SECURITY);
    SYSTEM.officer(OPERATOR);
  }

  @Test
  @Requirement(
      value = {"IA1.1", "IA4.1"},
      kind = Kind.NEGATIVE)
  void sessionWrittenByHandOpensNothing() throws CertificateEncodingException {
    String token = (UUID.randomUUID() + "-" + UUID.randomUUID()).substring(0, 43);
    String fingerprint = sha256(SYSTEM.certificate("officers/" + SECURITY + ".pem").getEncoded());
    superuser.tamper(
        "insert into user_session (token_hash, account, fingerprint, created_at, last_seen_at,"
            + " factors, seal) select ?, ?, ?, now(), now(), factors, seal from user_session"
            + " where account = ? order by created_at desc limit 1",
        sha256(token.getBytes(StandardCharsets.US_ASCII)),
        SECURITY,
        fingerprint,
        SECURITY);
    Client thief = SYSTEM.withCertificateOf(SECURITY).withCookie("__Host-tws=" + token);
    thief.get("/operations").expect(401);
    assertTrue(alarmed(SECURITY));
  }

  private static String sha256(byte[] octets) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Requirement(
      value = {"M1.3", "AA5.1"},
      kind = Kind.NEGATIVE)
  void rightsThatWereTakenAwayDoNotComeBackWithTheirOldRows() {
    String account = OPERATOR;
    Map<String, String> grant = Map.of("account", account, "permission", "audit.read");
    JOURNEY.operation("GRANT_PERMISSION", grant);
    String old =
        superuser
            .texts("select version || ' ' || seal from account where account = ?", account)
            .get(0);
    SYSTEM.officer(account).get("/audit/records").expect(200);
    JOURNEY.operation("WITHDRAW_PERMISSION", grant);
    String present =
        superuser
            .texts("select version || ' ' || seal from account where account = ?", account)
            .get(0);
    String put = "update account set version = ?::int, seal = ? where account = ?";
    superuser.tamper("insert into permission_grant values (?, 'audit.read', now())", account);
    superuser.tamper(put, old.split(" ")[0], old.split(" ")[1], account);
    try {
      login(account).expect(401);
      assertTrue(alarmed(account));
    } finally {
      superuser.tamper("delete from permission_grant where account = ?", account);
      superuser.tamper(put, present.split(" ")[0], present.split(" ")[1], account);
    }
    SYSTEM.officer(account).get("/audit/records").expect(403);
  }

  private static String asked() {
    return JOURNEY
        .request("ASSIGN_ROLE", Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR"))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static boolean isAdministrator() {
    return SYSTEM.officer(OPERATOR).get("/keys").status() == 200;
  }

  @Test
  @Requirement(
      value = {"KM1.3", "M1.3"},
      kind = Kind.NEGATIVE)
  void operationAlteredBetweenRequestAndApprovalIsNotApproved() {
    String id = asked();
    Client approver = JOURNEY.as("security-officer-2");
    String hash = approver.get("/operations/" + id).json().get("hash").asText();
    superuser.tamper(
        "update dual_control_operation set parameters = replace(parameters, ?, ?) where id = ?",
        OPERATOR,
        "system-operator-2",
        id);
    Answer stated = approver.approve(id, hash, SYSTEM.password("security-officer-2"));
    assertEquals(409, stated.status(), stated.text());
    // And with a hash that was computed anew over what was written.
    superuser.tamper("update dual_control_operation set hash = repeat('0', 64) where id = ?", id);
    assertEquals(409, approver.approve(id).status());
    assertEquals("REQUESTED", state(id));
    assertFalse(isAdministrator());
    superuser.tamper("update dual_control_operation set expires_at = now() where id = ?", id);
  }

  private static String state(String id) {
    return superuser.texts("select state from dual_control_operation where id = ?", id).get(0);
  }

  @Test
  @Requirement(
      value = {"KM1.3", "M1.3", "KM3.2"},
      kind = Kind.NEGATIVE)
  void approvalWrittenByHandIsNotExecuted() {
    String id = asked();
    List<String> others =
        superuser.texts("select seal from dual_control_approval order by approved_at desc limit 1");
    superuser.tamper(
        "insert into dual_control_approval values (?, 'Security Officer 2', 'security-officer-2',"
            + " now() - interval '1 hour', 'PASSWORD', '', ?)",
        id,
        others.isEmpty() ? "none" : others.get(0));
    superuser.tamper(
        "update dual_control_operation set state = 'APPROVED', decider = 'security-officer-2',"
            + " decider_person = 'Security Officer 2', decided_at = now() - interval '1 hour'"
            + " where id = ?",
        id);
    // The timer of the node takes it up, as it would what a dead node left.
    Within.seconds(60).until("the timer's verdict", () -> state(id).equals("FAILED"));
    assertFalse(isAdministrator());
    assertTrue(
        JOURNEY
            .as(SECURITY)
            .get("/operations/" + id)
            .json()
            .get("reason")
            .asText()
            .contains("not what was approved"));
  }

  @Test
  @Requirement(
      value = {"KM1.3", "KM3.2"},
      kind = Kind.NEGATIVE)
  void samePersonApprovesNothingByASecondAccountNorByAReplay() {
    String id = asked();
    Client own = JOURNEY.as(SECURITY);
    assertTrue(own.approve(id).expect(403).text().contains("same-person"));
    Client approver = JOURNEY.as("security-officer-2");
    String hash = approver.get("/operations/" + id).json().get("hash").asText();
    // Without, and with a wrong second factor; with another operation's hash.
    approver.post("/operations/" + id + "/approval", Map.of("hash", hash)).expect(403);
    approver.approve(id, hash, "not the password").expect(403);
    approver.approve(id, "0".repeat(64), SYSTEM.password("security-officer-2")).expect(409);
    approver.post("/operations/" + id + "/approval", Map.of()).expect(400);
    assertEquals("REQUESTED", state(id));

    approver.approve(id, hash, SYSTEM.password("security-officer-2")).expect(200);
    try {
      assertTrue(isAdministrator());
      // The very same approval once more, and once more for what comes next.
      approver.approve(id, hash, SYSTEM.password("security-officer-2")).expect(409);
      String next =
          JOURNEY
              .request("REMOVE_ROLE", Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR"))
              .expect(201)
              .json()
              .get("id")
              .asText();
      approver.approve(next, hash, SYSTEM.password("security-officer-2")).expect(409);
      approver.approve(next).expect(200);
    } finally {
      if (isAdministrator()) {
        JOURNEY.operation(
            "REMOVE_ROLE", Map.of("account", OPERATOR, "role", "SYSTEM_ADMINISTRATOR"));
      }
    }
    assertTrue(approvalsInTheLog(id).contains("PASSWORD"), "the factor is not recorded");
  }

  private static String approvalsInTheLog(String id) {
    StringBuilder found = new StringBuilder();
    for (JsonNode record :
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=OPERATION_APPROVED&outcome=SUCCESS&limit=50")
            .expect(200)
            .json()
            .get("records")) {
      if (record.toString().contains(id)) {
        found.append(record);
      }
    }
    return found.toString();
  }
}
