package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** What happens after a while, or behind the system's back: rows changed by the superuser. */
@Tag("blackbox")
class PassingTimeTest {
  private static final String OPERATOR = "system-operator-1";

  private final RunningSystem system = RunningSystem.get();
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);
  private final Instant begin = Instant.now();

  @AfterEach
  void leave() {
    superuser.close();
  }

  private void idle(String minutes) {
    int rows =
        superuser.run(
            "update user_session set last_seen_at = last_seen_at - ?::interval"
                + " where account = ? and ended_at is null",
            minutes + " minutes",
            OPERATOR);
    assertTrue(rows > 0, "no open session");
  }

  @Test
  @Requirement("IA1.2")
  void idleSessionEndsByItself() {
    Client officer = system.officer(OPERATOR);
    idle("14");
    officer.get("/operations").expect(200);
    idle("15");
    officer.get("/operations").expect(401);
    // It does not come back by being used again.
    officer.get("/operations").expect(401);
    system.officer(OPERATOR).get("/operations").expect(200);
  }

  @Test
  @Requirement("IA2.1")
  void lockEndsByItself() {
    String account = "system-operator-2";
    superuser.run(
        "update account set failures = 0, locked_until = null where account = ?", account);
    for (int attempt = 0; attempt < 5; attempt++) {
      system.withCertificateOf(account).tryLogin("wrong " + attempt).expect(401);
    }
    system.withCertificateOf(account).tryLogin(system.password(account)).expect(401);
    look.awaitAlarm("ACCOUNT_LOCKED", begin);
    superuser.run(
        "update account set locked_until = locked_until - interval '4 minutes' where account = ?",
        account);
    system.withCertificateOf(account).tryLogin(system.password(account)).expect(401);
    superuser.run(
        "update account set locked_until = locked_until - interval '65 seconds' where account = ?",
        account);
    system.officer(account).get("/operations").expect(200);
  }

  @Test
  @Requirement(
      value = {"M1.4a", "M1.4b"},
      kind = Kind.NEGATIVE)
  void conflictMadeBehindTheSystemsBackOpensNoSession() {
    for (String account : java.util.List.of("registration-officer-2", OPERATOR)) {
      Client open = system.officer(account);
      superuser.run(
          "insert into role_assignment (account, role, assigned_at) values (?, ?, now())",
          account,
          "SYSTEM_AUDITOR");
      try {
        open.get("/operations").expect(401);
        Answer login = system.withCertificateOf(account).tryLogin(system.password(account));
        assertEquals(4, login.status() / 100, login.text());
      } finally {
        superuser.run(
            "delete from role_assignment where account = ? and role = ?",
            account,
            "SYSTEM_AUDITOR");
      }
      system.officer(account).get("/operations").expect(200);
    }
  }

  @Test
  @Requirement(
      value = {"RS1.3", "RM1.3"},
      kind = Kind.NEGATIVE)
  void revocationTakenBackInTheDatabaseIsNeverGood() {
    Journey journey = new Journey(system);
    Issued issued = journey.issue(Subscriber.named("Tampered"));
    journey.revoke(issued.serial(), "keyCompromise").expect(200);
    byte[] serial = issued.certificate().getSerialNumber().toByteArray();
    superuser.run(
        "create temporary table kept as select * from certificate_status where serial = ?", serial);
    assertEquals(
        1,
        superuser.tamper(
            "update certificate_status set state = 'GOOD', reason = null, changed_at = null,"
                + " invalidity_date = null where serial = ?",
            serial));
    try {
      OCSPResp response =
          new OcspQuestion(system).about(issued.certificate().getSerialNumber()).ask();
      assertEquals(OCSPResp.INTERNAL_ERROR, response.getStatus());
      Answer reinstated =
          journey.changeStatus(
              "revocation-officer-1", issued.serial(), Map.of("action", "reinstate"));
      assertNotEquals(200, reinstated.status(), reinstated.text());
    } finally {
      superuser.tamper(
          "update certificate_status s set state = k.state, reason = k.reason,"
              + " changed_at = k.changed_at, invalidity_date = k.invalidity_date,"
              + " change_sequence = k.change_sequence"
              + " from kept k where s.issuer = k.issuer and s.serial = k.serial");
    }
    assertTrue(
        new OcspQuestion(system)
                .about(issued.certificate().getSerialNumber())
                .answer()
                .getResponses()[0]
                .getCertStatus()
            instanceof RevokedStatus);
  }

  @Test
  @Requirement(value = "KM2.3-s2", kind = Kind.NEGATIVE)
  void alteredCaCertificateIsServedToNobody() {
    java.net.URI ca = system.uri("caCertificate");
    system.anonymous().getUri(ca).expect(200);
    flipABitOfTheCaCertificate();
    try {
      system.anonymous().getUri(ca).expect(503);
      look.awaitAlarm("CERTIFICATE_NOT_TRUSTED", begin);
    } finally {
      flipABitOfTheCaCertificate();
    }
    system.anonymous().getUri(ca).expect(200);
  }

  /** The same bit: twice, and all is as before. */
  private void flipABitOfTheCaCertificate() {
    int rows =
        superuser.tamper(
            "update signing_key set certificate = set_byte(certificate, length(certificate) - 3,"
                + " get_byte(certificate, length(certificate) - 3) # 1)"
                + " where owner = 'issuing' and purpose = 'CERTIFICATE_SIGNING'"
                + " and state = 'ACTIVE'");
    assertEquals(1, rows, "nothing was altered");
  }

  @Test
  @Requirement("KM2.3-s2")
  void caCertificateIsTheOneThatTheRootSigned() throws Exception {
    byte[] der = system.anonymous().getUri(system.uri("caCertificate")).expect(200).octets();
    var certificate = RunningSystem.certificate(der);
    certificate.verify(system.certificate("root.pem").getPublicKey());
    assertEquals(system.certificate("ca.pem"), certificate);
  }

  @Test
  @Requirement("RS1.3")
  void changeThatCameTheRightWayIsBelieved() {
    Journey journey = new Journey(system);
    Issued issued = journey.issue(Subscriber.named("Believed"));
    journey.revoke(issued.serial(), "keyCompromise").expect(200);
    assertTrue(
        new OcspQuestion(system)
                .about(issued.certificate().getSerialNumber())
                .answer()
                .getResponses()[0]
                .getCertStatus()
            instanceof RevokedStatus);
  }
}
