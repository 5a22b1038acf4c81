package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * A subject changes the status of its certificate by TLS with the certificate's own key, or, when
 * the key is lost, by the passphrase that it chose (RM1.2, RM1.5c).
 */
@Tag("blackbox")
class OwnStatusChangeTest {
  private static final String PASSPHRASE = "seven magpies over kettle hill";
  private static final int TRIES_MAX = 5;
  private static final int CERTIFICATE_HOLD = 6;
  private static final int KEY_COMPROMISE = 1;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private static Issued withPassphrase(String name, String passphrase) {
    Subscriber subscriber = Subscriber.named(name);
    Map<String, Object> application = new HashMap<>(subscriber.application());
    application.put("revocationPassphrase", passphrase);
    return JOURNEY.issue(subscriber, application);
  }

  private static Client tls(Issued by) {
    return SYSTEM.withKey("subject", by.subscriber().keys().getPrivate(), by.certificate());
  }

  private static Answer ask(Client client, Issued about, Map<String, Object> body, String key) {
    return client.post(
        "/certificates/%s/%s/own-status-changes".formatted(SYSTEM.value("issuer"), about.serial()),
        body,
        key);
  }

  private static Answer ask(Client client, Issued about, String action) {
    return ask(client, about, Map.of("action", action), UUID.randomUUID().toString());
  }

  private static Map<String, Object> revocation(String passphrase) {
    return Map.of("action", "revoke", "reason", "keyCompromise", "passphrase", passphrase);
  }

  private static Answer revoke(Issued about, String passphrase) {
    String key = UUID.randomUUID().toString();
    return ask(SYSTEM.anonymous(), about, revocation(passphrase), key);
  }

  private static Object status(Issued issued) {
    return new OcspQuestion(SYSTEM).about(issued.certificate().getSerialNumber()).status();
  }

  private static int reason(Issued issued) {
    return ((RevokedStatus) status(issued)).getRevocationReason();
  }

  private static String records(String query) {
    return JOURNEY.as("system-auditor-1").get("/audit/records?" + query).expect(200).text();
  }

  @Test
  @Requirement({"RM1.5c", "RM1.2", "FUNC-5.3.5.2.a"})
  void subjectSuspendsAndRevokesByTlsWithItsOwnKeyAndAnOfficerReinstates() {
    Instant begin = Instant.now();
    Issued issued = JOURNEY.issue(Subscriber.named("Tilda"));
    Client subject = tls(issued);
    ask(subject, issued, "suspend").expect(200);
    assertEquals(CERTIFICATE_HOLD, reason(issued));
    Answer wish = ask(subject, issued, "reinstate").expect(202);
    assertEquals("PENDING", wish.json().get("state").asText());
    assertEquals(CERTIFICATE_HOLD, reason(issued));
    JOURNEY
        .as("revocation-officer-1")
        .post("/status-change-requests/approval", Map.of("id", wish.json().get("id").asText()))
        .expect(200);
    assertNull(status(issued), "not good again");
    ask(subject, issued, "revoke").expect(200);
    assertTrue(status(issued) instanceof RevokedStatus);
    ask(subject, issued, "reinstate").expect(409);
    String asker = "subject:%s/%s".formatted(SYSTEM.value("issuer"), issued.serial());
    String records = records("type=STATUS_CHANGED&user=" + asker + "&from=" + begin);
    assertTrue(records.contains("REVOKE"), records);
  }

  @Test
  @Requirement(
      value = {"RM1.5c", "RM1.2", "RM1.5", "RM3.1"},
      kind = Kind.NEGATIVE)
  void nobodyElsesCertificateCountsInTls() throws Exception {
    Issued victim = JOURNEY.issue(Subscriber.named("Vera"));
    Issued other = JOURNEY.issue(Subscriber.named("Otto"));
    ask(tls(other), victim, "revoke").expect(403);
    ask(tls(other), victim, "suspend").expect(403);
    // The victim's serial number, by somebody who certifies himself; an officer; nobody.
    KeyPair own = other.subscriber().keys();
    Client forger = SYSTEM.withKey("forger", own.getPrivate(), selfSigned(own, victim));
    ask(forger, victim, "revoke").expect(403);
    ask(SYSTEM.withCertificateOf("registration-officer-1"), victim, "revoke").expect(403);
    ask(SYSTEM.anonymous(), victim, "revoke").expect(401);
    assertNull(status(victim), "no longer good");
    assertNull(status(other), "no longer good");
    String refused =
        records("type=STATUS_CHANGE_REFUSED&object=certificate:issuing/" + victim.serial());
    assertTrue(refused.contains("FORBIDDEN") && refused.contains("NOT_AUTHENTICATED"), refused);
  }

  /** That any certificate may be shown at the public listener opens no session with it. */
  @Test
  @Requirement(
      value = {"IA1.1", "IA4.1"},
      kind = Kind.NEGATIVE)
  void certificateOfASubjectOrOfNobodyIsNoFactorOfAnOfficer() throws Exception {
    Issued subject = JOURNEY.issue(Subscriber.named("Simon"));
    KeyPair own = Subscriber.ec("secp256r1");
    Client stranger = SYSTEM.withKey("stranger", own.getPrivate(), selfSigned(own, subject));
    for (Client client : new Client[] {tls(subject), stranger}) {
      client.tryLogin(SYSTEM.password("security-officer-1")).expect(401);
      client.get("/keys").expect(401);
    }
    // Nor does a name that somebody gave himself stand in the log as if it were evidence.
    Instant begin = Instant.now();
    stranger.tryLogin("anything at all").expect(401);
    String records = records("type=LOGIN&outcome=REFUSED&from=" + begin);
    assertTrue(records.contains("certificate not registered"), records);
    assertFalse(records.contains("certificateSubject"), records);
  }

  private static X509Certificate selfSigned(KeyPair keys, Issued like)
      throws IOException, OperatorCreationException {
    X500Name name = new X500Name("CN=security-officer-1");
    BigInteger serial = like.certificate().getSerialNumber();
    Instant now = Instant.now();
    return RunningSystem.certificate(
        new JcaX509v3CertificateBuilder(
                name,
                serial,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                name,
                keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
  }

  @Test
  @Requirement({"RM1.2", "RM1.5c", "FUNC-5.3.5.2.c"})
  void passphraseRevokesWhereTheKeyIsLostAndTheSameRequestActsOnce() {
    Issued issued = withPassphrase("Paula", PASSPHRASE);
    Map<String, Object> suspension = Map.of("action", "suspend", "passphrase", PASSPHRASE);
    String key = UUID.randomUUID().toString();
    ask(SYSTEM.anonymous(), issued, suspension, key).expect(200);
    assertEquals(CERTIFICATE_HOLD, reason(issued));
    JOURNEY
        .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "reinstate"))
        .expect(200);
    ask(SYSTEM.anonymous(), issued, suspension, key).expect(200);
    // A client with a certificate keeps its keys apart; the inbox knows the request all the same.
    ask(tls(issued), issued, suspension, key).expect(200);
    assertNull(status(issued), "a request that was sent again acted again");
    revoke(issued, PASSPHRASE).expect(200);
    assertEquals(KEY_COMPROMISE, reason(issued));
  }

  @Test
  @Requirement(
      value = {"RM1.2", "RM1.5c", "RM3.1"},
      kind = Kind.NEGATIVE)
  void passphraseIsGuessedAFewTimesOnlyAndAnAlarmTellsOfIt() {
    Instant begin = Instant.now();
    Issued issued = withPassphrase("Gerda", PASSPHRASE);
    for (int i = 0; i < TRIES_MAX; i++) {
      revoke(issued, PASSPHRASE + i).expect(401);
    }
    Answer right = revoke(issued, PASSPHRASE).expect(401);
    Answer wrong = revoke(issued, "another").expect(401);
    assertEquals(wrong.json().get("detail"), right.json().get("detail"), "the lock shows");
    assertNull(status(issued), "no longer good");
    new AuditLook(SYSTEM).awaitAlarm("PASSPHRASE_GUESSED", begin);
    String refused = records("type=STATUS_CHANGE_REFUSED&from=" + begin);
    assertTrue(refused.contains(issued.serial()) && !refused.contains(PASSPHRASE), refused);
    // The key's own way stays open; and so does the passphrase, once its time has passed.
    ask(tls(issued), issued, "suspend").expect(200);
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.run(
          "update revocation_passphrase_attempt set locked_until = now() - interval '1 second'"
              + " where locked_until is not null");
    }
    revoke(issued, PASSPHRASE).expect(200);
    assertEquals(KEY_COMPROMISE, reason(issued));
  }

  /** Whoever administers the database does not thereby revoke in a subject's name. */
  @Test
  @Requirement(
      value = {"RM1.2", "RM1.5c"},
      kind = Kind.NEGATIVE)
  void passphraseWrittenByHandCountsForNothingAndRaisesAnAlarm() {
    Instant begin = Instant.now();
    Issued victim = withPassphrase("Viktor", PASSPHRASE);
    Issued own = withPassphrase("Mallory", PASSPHRASE + " known");
    try (Superuser superuser = new Superuser(SYSTEM)) {
      String copy =
          "update certificate_application v set (revocation_passphrase,"
              + " revocation_passphrase_seal) = (select revocation_passphrase,"
              + " revocation_passphrase_seal from certificate_application where serial = ?)"
              + " where v.serial = ?";
      assertEquals(1, superuser.tamper(copy, own.serial(), victim.serial()));
      revoke(victim, PASSPHRASE + " known").expect(401);
      new AuditLook(SYSTEM).awaitAlarm("ROW_FORGED", begin);
      // Nor does a genuine row of another application that is moved to the victim's certificate.
      String move = "update certificate_application set serial = ? where serial = ?";
      assertEquals(1, superuser.tamper(move, "0" + victim.serial(), victim.serial()));
      assertEquals(1, superuser.tamper(move, victim.serial(), own.serial()));
      revoke(victim, PASSPHRASE + " known").expect(401);
      assertEquals(1, superuser.tamper(move, own.serial(), victim.serial()));
      assertEquals(1, superuser.tamper(move, victim.serial(), "0" + victim.serial()));
    }
    assertNull(status(victim), "no longer good");
    revoke(own, PASSPHRASE + " known").expect(200);
  }

  @Test
  @Requirement(
      value = {"RM1.2", "RM1.5c"},
      kind = Kind.NEGATIVE)
  void passphraseOpensItsOwnCertificateAloneAndWeakOnesAreRefused() {
    Issued with = withPassphrase("Wanda", PASSPHRASE);
    Issued other = withPassphrase("Ulrich", PASSPHRASE + " twice");
    Issued without = JOURNEY.issue(Subscriber.named("Norbert"));
    revoke(other, PASSPHRASE).expect(401);
    revoke(without, PASSPHRASE).expect(401);
    revoke(without, "").expect(401);
    // A wrong passphrase is not overlooked because the key is right.
    ask(tls(with), with, revocation("wrong"), UUID.randomUUID().toString()).expect(401);
    for (Issued each : new Issued[] {with, other, without}) {
      assertNull(status(each), "no longer good");
    }
    for (String weak : new String[] {"", "short", "passwordpassword", "Wanda Wanda Wanda"}) {
      Map<String, Object> application = new HashMap<>(Subscriber.named("Wanda").application());
      application.put("revocationPassphrase", weak);
      SYSTEM.anonymous().post("/applications", application).expect(422);
    }
  }
}
