package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * A certificate that the database does not know, because it was restored from a backup of before
 * the issue, can be revoked all the same (RM2.1).
 */
@Tag("blackbox")
class LostCertificateTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final RevocationList LIST = new RevocationList(SYSTEM);
  private static Superuser superuser;

  @BeforeAll
  static void intoTheDatabase() {
    superuser = new Superuser(SYSTEM);
  }

  @AfterAll
  static void out() {
    superuser.close();
  }

  /** Issued, and then gone from every table, as after the return to an older backup. */
  private static Issued lost(String name) {
    Issued issued = JOURNEY.issue(Subscriber.named(name));
    byte[] octets = issued.certificate().getSerialNumber().toByteArray();
    superuser.tamper("delete from certificate_status where serial = ?", octets);
    for (String table :
        List.of(
            "published_certificate",
            "repository_certificate",
            "certificate",
            "serial_reservation")) {
      superuser.tamper("delete from " + table + " where serial = ?", issued.serial());
    }
    superuser.tamper("delete from certificate_application where id = ?", issued.id());
    return issued;
  }

  private static Object status(Issued issued) {
    return new OcspQuestion(SYSTEM).about(issued.certificate().getSerialNumber()).status();
  }

  private static String base64(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer revoke(String account, Issued issued, X509Certificate shown) {
    Map<String, Object> wish = new HashMap<>(Map.of("action", "revoke", "reason", "keyCompromise"));
    wish.put("certificate", base64(shown));
    return JOURNEY.changeStatus(account, issued.serial(), wish);
  }

  private static Map<String, String> bySerial(String serial) {
    return Map.of(
        "issuer", SYSTEM.value("issuer"), "serial", serial, "reason", "cessationOfOperation");
  }

  private static void revokedForEverybody(Issued issued, int reason) {
    assertEquals(reason, ((RevokedStatus) status(issued)).getRevocationReason());
    LIST.untilListed(issued.certificate().getSerialNumber());
  }

  @Test
  @Requirement("RM2.1")
  void whoShowsTheCertificateHasItRevoked() {
    Issued issued = lost("Shown");
    assertTrue(status(issued) instanceof UnknownStatus, "not lost");
    Instant begin = Instant.now();
    revoke("revocation-officer-1", issued, issued.certificate()).expect(200);
    revokedForEverybody(issued, 1);
    String records =
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=STATUS_ENTERED&from=" + begin)
            .expect(200)
            .text();
    assertTrue(records.contains(issued.serial()), records);
  }

  @Test
  @Requirement("RM2.1")
  void subjectRevokesTheOwnLostCertificate() {
    Issued issued = lost("Own");
    Map<String, Object> wish = SignedWish.order(SYSTEM, issued.serial(), "revoke");
    SignedWish.send(SYSTEM, issued.serial(), SignedWish.signed(wish, issued)).expect(200);
    revokedForEverybody(issued, 1);
  }

  @Test
  @Requirement("RM2.1")
  void twoPersonsRevokeBySerialNumberAlone() {
    Issued issued = lost("Nobody has it");
    JOURNEY.operation("REVOKE_LOST_CERTIFICATE", bySerial(issued.serial()));
    revokedForEverybody(issued, 5);
    // Once is enough, and for ever.
    assertEquals(
        409, JOURNEY.request("REVOKE_LOST_CERTIFICATE", bySerial(issued.serial())).status());
  }

  @Test
  @Requirement(value = "RM2.1", kind = Kind.NEGATIVE)
  void whatTheCaDidNotIssueIsNotRevokedByOnePerson() throws Exception {
    Issued issued = lost("Victim");
    String officer = "revocation-officer-1";
    JOURNEY.revoke(issued.serial(), "keyCompromise").expect(404);
    // Another certificate of the CA; one by somebody who calls himself the CA; garbage.
    revoke(officer, issued, SYSTEM.certificate("certificate.pem")).expect(404);
    revoke(officer, issued, forged(issued)).expect(404);
    JOURNEY
        .changeStatus(
            officer,
            issued.serial(),
            Map.of("action", "revoke", "reason", "keyCompromise", "certificate", "MAA="))
        .expect(400);
    // The right certificate under another CA's name, and by who may not.
    JOURNEY
        .as("security-officer-1")
        .post(
            "/certificates/management/" + issued.serial() + "/status-changes",
            Map.of("action", "revoke", "certificate", base64(issued.certificate())))
        .expect(404);
    revoke("system-operator-1", issued, issued.certificate()).expect(403);
    assertTrue(status(issued) instanceof UnknownStatus, "its status was changed");
  }

  @Test
  @Requirement(value = "RM2.1", kind = Kind.NEGATIVE)
  void serialNumberAloneTakesTwoPersonsAndACertificateThatIsNotKnown() {
    Answer asked =
        JOURNEY.request(
            "REVOKE_LOST_CERTIFICATE", bySerial(UUID.randomUUID().toString().replace("-", "")));
    String id = asked.expect(201).json().get("id").asText();
    JOURNEY.as("security-officer-1").approve(id).expect(403);
    JOURNEY.withdraw(asked);
    Issued known = JOURNEY.issue(Subscriber.named("Known"));
    assertEquals(
        409, JOURNEY.request("REVOKE_LOST_CERTIFICATE", bySerial(known.serial())).status());
    Map<String, String> nobodys = new HashMap<>(bySerial("7f"));
    nobodys.put("issuer", "nobody");
    assertEquals(404, JOURNEY.request("REVOKE_LOST_CERTIFICATE", nobodys).status());
  }

  /** The lost certificate's names and serial number under a key that is not the CA's. */
  private static X509Certificate forged(Issued issued) throws Exception {
    X509Certificate genuine = issued.certificate();
    KeyPair keys = Subscriber.ec("secp256r1");
    return RunningSystem.certificate(
        new X509v3CertificateBuilder(
                X500Name.getInstance(genuine.getIssuerX500Principal().getEncoded()),
                new BigInteger(issued.serial(), 16),
                genuine.getNotBefore(),
                genuine.getNotAfter(),
                X500Name.getInstance(genuine.getSubjectX500Principal().getEncoded()),
                SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded());
  }
}
