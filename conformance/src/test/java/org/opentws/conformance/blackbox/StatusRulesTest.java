package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** What EN 319 411-1, 6.3.9 and 6.3.10, and EN 319 411-2 want of status, beyond expiry too. */
@Tag("blackbox")
class StatusRulesTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration YEAR = Duration.ofDays(366);
  private static final String EXPIRED_CERTS_ON_CRL = "2.5.29.60";
  private static final int COMPARED_MAX = 50;

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

  private static X509CRL list(String ca, String certificate) {
    URI uri = URI.create(SYSTEM.value("publicHttp") + "/crl/" + ca + ".crl");
    return RevocationList.verified(LIST.octets(uri), SYSTEM.certificate(certificate));
  }

  private static SingleResp single(BigInteger serial) {
    return new OcspQuestion(SYSTEM).about(serial).answer().getResponses()[0];
  }

  private static void hasNext(X509CRL list, Duration atMost) {
    assertNotNull(list.getNextUpdate());
    Instant thisUpdate = list.getThisUpdate().toInstant();
    Instant nextUpdate = list.getNextUpdate().toInstant();
    assertTrue(nextUpdate.isAfter(Instant.now()), "overdue");
    assertFalse(nextUpdate.isAfter(thisUpdate.plus(atMost)), "valid too long: " + nextUpdate);
  }

  @Test
  @Requirement("RM2.4")
  void everyListNamesTheTimeOfTheNextAndComesOften() {
    for (Map.Entry<String, String> ca :
        Map.of(SYSTEM.value("issuer"), "ca.pem", "management", "tls-ca.pem").entrySet()) {
      X509CRL list = list(ca.getKey(), ca.getValue());
      hasNext(list, DAY.multipliedBy(3));
      assertTrue(list.getThisUpdate().toInstant().isAfter(Instant.now().minus(DAY)), ca.getKey());
    }
    // The list of the offline root's CAs: once a year at least.
    hasNext(list("root", "root.pem"), YEAR);
  }

  @Test
  @Requirement("RM2.4")
  void listAndOnlineAnswerSayTheSame() throws IOException {
    Issued revoked = JOURNEY.issue(Subscriber.named("Both"));
    JOURNEY.revoke(revoked.serial(), "affiliationChanged").expect(200);
    LIST.untilListed(revoked.certificate().getSerialNumber());
    int compared = 0;
    for (X509CRLEntry entry : LIST.current().getRevokedCertificates()) {
      Object status = single(entry.getSerialNumber()).getCertStatus();
      // What was reinstated since the list was fetched is good again.
      if (status instanceof RevokedStatus online && compared < COMPARED_MAX) {
        assertEquals(entry.getRevocationDate(), online.getRevocationTime());
        int listed =
            entry.getRevocationReason() == null ? 0 : entry.getRevocationReason().ordinal();
        assertEquals(listed, online.hasRevocationReason() ? online.getRevocationReason() : 0);
        compared++;
      }
    }
    assertTrue(compared > 0);
  }

  /** As if it had been issued three years ago: what the system itself knows of its expiry. */
  private static void expire(Issued issued) {
    for (String table : List.of("certificate", "repository_certificate")) {
      assertEquals(
          1,
          superuser.tamper(
              "update "
                  + table
                  + " set not_before = not_before - interval '3 years',"
                  + " not_after = not_after - interval '3 years' where serial = ?",
              issued.serial()));
    }
  }

  @Test
  @Requirement({"EIDAS-24.4.b", "RM2.4"})
  void statusIsToldBeyondExpiry() throws Exception {
    Issued good = JOURNEY.issue(Subscriber.named("Old and good"));
    Issued revoked = JOURNEY.issue(Subscriber.named("Old and revoked"));
    JOURNEY.revoke(revoked.serial(), "keyCompromise").expect(200);
    expire(good);
    expire(revoked);

    assertNull(single(good.certificate().getSerialNumber()).getCertStatus());
    SingleResp told = single(revoked.certificate().getSerialNumber());
    assertEquals(1, ((RevokedStatus) told.getCertStatus()).getRevocationReason());
    X509Certificate ca = SYSTEM.certificate("ca.pem");
    assertEquals(
        ca.getNotBefore(),
        ASN1GeneralizedTime.getInstance(
                told.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff)
                    .getParsedValue())
            .getDate());

    LIST.untilListed(revoked.certificate().getSerialNumber());
    byte[] since = LIST.current().getExtensionValue(EXPIRED_CERTS_ON_CRL);
    assertEquals(
        ca.getNotBefore(),
        ASN1GeneralizedTime.getInstance(ASN1OctetString.getInstance(since).getOctets()).getDate());
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.4.b", "RM2.4"},
      kind = Kind.NEGATIVE)
  void entryOfAnExpiredCertificateIsNotDroppedFromTheNextList() {
    Issued old = JOURNEY.issue(Subscriber.named("Old"));
    JOURNEY.revoke(old.serial(), "keyCompromise").expect(200);
    LIST.untilListed(old.certificate().getSerialNumber());
    expire(old);
    Issued next = JOURNEY.issue(Subscriber.named("Next"));
    JOURNEY.revoke(next.serial(), "superseded").expect(200);
    LIST.untilListed(next.certificate().getSerialNumber());
    assertNotNull(LIST.current().getRevokedCertificate(old.certificate().getSerialNumber()));
    // Revocation stays final for it.
    assertEquals(
        409,
        JOURNEY
            .changeStatus("revocation-officer-1", old.serial(), Map.of("action", "reinstate"))
            .status());
  }

  private static JsonNode own(String application) {
    return SYSTEM.anonymous().get("/applications/" + application + "/status").expect(200).json();
  }

  @Test
  @Requirement("FUNC-5.3.6.1.b")
  void subjectSeesTheStatusOfTheOwnCertificate() {
    Issued issued = JOURNEY.issue(Subscriber.named("Own"));
    assertEquals("GOOD", own(issued.id()).get("state").asText());
    JOURNEY
        .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "suspend"))
        .expect(200);
    assertEquals("SUSPENDED", own(issued.id()).get("state").asText());
    JOURNEY.revoke(issued.serial(), "keyCompromise").expect(200);
    JsonNode revoked = own(issued.id());
    assertEquals("REVOKED", revoked.get("state").asText());
    assertEquals(1, revoked.get("reason").asInt());
    assertFalse(Instant.parse(revoked.get("asOf").asText()).isAfter(Instant.now()));
  }

  @Test
  @Requirement(value = "FUNC-5.3.6.1.b", kind = Kind.NEGATIVE)
  void whoDoesNotKnowTheApplicationSeesNothing() {
    String unknown = UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    SYSTEM.anonymous().get("/applications/" + unknown + "/status").expect(404);
    String pending = JOURNEY.submit(Subscriber.named("Pending"));
    SYSTEM.anonymous().get("/applications/" + pending + "/status").expect(404);
  }

  @Test
  @Requirement("EIDAS-24.2.k")
  void certificateIsInTheDatabaseWithItsStatusBeforeAnybodyHasIt() {
    String id = JOURNEY.submit(Subscriber.named("Known"));
    String serial = JOURNEY.approve(id).expect(200).json().get("serial").asText();
    JsonNode known =
        JOURNEY
            .as("registration-officer-1")
            .get("/certificates/" + SYSTEM.value("issuer") + "/" + serial)
            .expect(200)
            .json();
    assertEquals("GOOD", known.get("state").asText());
    assertNull(single(new BigInteger(serial, 16)).getCertStatus());
    // And so is every other one: no certificate without its status, no signature without its row.
    assertEquals(
        List.of("0"),
        superuser.texts(
            "select count(*) from certificate c where not exists (select 1 from certificate_status"
                + " s where s.issuer = c.issuer and ltrim(encode(s.serial, 'hex'), '0') = c.serial)"));
  }

  @Test
  @Requirement(value = "EIDAS-24.2.k", kind = Kind.NEGATIVE)
  void whatWasNotIssuedIsNotInTheDatabase() {
    String id = JOURNEY.submit(Subscriber.named("Rejected"));
    JOURNEY
        .as("registration-officer-1")
        .post("/applications/" + id + "/rejection", Map.of("reason", "not the person"))
        .expect(200);
    assertEquals(
        List.of("0"),
        superuser.texts("select count(*) from certificate where application_id = ?", id));
    assertFalse(
        SYSTEM.anonymous().get("/applications/" + id).expect(200).json().hasNonNull("serial"));
  }
}
