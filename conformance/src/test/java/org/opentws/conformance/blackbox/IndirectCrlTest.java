package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * A CA's key is gone, its certificates are not: another CA makes its lists (RFC 5280, 5.2.5), which
 * say whose certificates they name, and revocation goes on.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class IndirectCrlTest {
  private static final int NEXT_WITHIN_SECONDS = 30;
  private static final String RUN = UUID.randomUUID().toString().substring(0, 8);
  private static final String CA = "gone-" + RUN;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private static X509Certificate authority;

  /** Certificates of the CA: its first responder, which is to be revoked, and its present one. */
  private static X509Certificate former;

  private static X509Certificate present;

  @BeforeAll
  static void makeTheCa() throws IOException {
    new Activation(SYSTEM).ensureOpen();
    authority =
        new NewCa(SYSTEM, JOURNEY)
            .make(CA, "C=BE,O=OpenTWS Demonstration,CN=Gone CA " + RUN, "sign-ca.yaml");
    former = responder();
    present = responder();
  }

  @AfterAll
  static void putAway() {
    for (JsonNode key : keys()) {
      String keyId = key.get("keyId").asText();
      String state = key.get("state").asText();
      if (key.get("owner").asText().equals(CA) && !state.equals("DESTROYED")) {
        if (state.equals("ACTIVE")) {
          JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
        }
        JOURNEY.operation(
            "DESTROY_KEY", Map.of("keyId", keyId, "evenThoughCertificateIsValid", "yes"));
      }
    }
  }

  private static JsonNode keys() {
    return JOURNEY.as("security-officer-1").get("/keys").expect(200).json();
  }

  private static JsonNode key(String name, String value, String purpose) {
    for (JsonNode key : keys()) {
      if (key.get(name).asText().equals(value) && key.get("purpose").asText().equals(purpose)) {
        return key;
      }
    }
    throw new AssertionError("no key of " + value);
  }

  private static X509Certificate responder() {
    JsonNode made =
        JOURNEY.operation(
            "GENERATE_KEY",
            Map.of(
                "purpose", "OCSP_SIGNING",
                "owner", CA,
                "token", "tsp",
                "algorithm", "EC:secp256r1"));
    String certificate =
        key("keyId", made.get("keyId").asText(), "OCSP_SIGNING").get("certificate").asText();
    return RunningSystem.certificate(Base64.getDecoder().decode(certificate));
  }

  private static URI list() {
    return URI.create(SYSTEM.value("publicHttp") + "/crl/" + CA + ".crl");
  }

  private static byte[] octets() {
    return SYSTEM.anonymous().getUri(list()).expect(200).octets();
  }

  private static X509CRL signedBy(X509Certificate signer) {
    return RevocationList.verified(octets(), signer);
  }

  private static Client.Answer appointment(String ca, String issuer) {
    return JOURNEY.request("APPOINT_CRL_ISSUER", Map.of("ca", ca, "issuer", issuer));
  }

  @Test
  @Order(1)
  @Requirement(value = "RM2.2a", kind = Kind.NEGATIVE)
  void caThatHasItsKeySignsItsListsItself() {
    String issuing = SYSTEM.value("issuer");
    assertEquals(409, appointment(CA, issuing).status(), "the CA has its key");
    assertEquals(409, appointment(issuing, CA).status(), "that CA has its key too");
    assertEquals(404, appointment("nobody", issuing).status());
    assertEquals(409, appointment("root", issuing).status(), "its key lives elsewhere");
    assertEquals(400, JOURNEY.request("APPOINT_CRL_ISSUER", Map.of("ca", CA)).status());
    X509CRL own =
        Within.seconds(NEXT_WITHIN_SECONDS).get("the CA's own list", IndirectCrlTest::own);
    assertNull(own.getExtensionValue(Extension.issuingDistributionPoint.getId()));
    String keyId = key("owner", CA, "CERTIFICATE_SIGNING").get("keyId").asText();
    JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    assertEquals(409, appointment(CA, issuing).status(), "a key that rests is not gone");
    JOURNEY.operation("DESTROY_KEY", Map.of("keyId", keyId, "evenThoughCertificateIsValid", "yes"));
  }

  private static java.util.Optional<X509CRL> own() {
    Client.Answer answer = SYSTEM.anonymous().getUri(list());
    return answer.status() == 200
        ? java.util.Optional.of(RevocationList.verified(answer.octets(), authority))
        : java.util.Optional.empty();
  }

  @Test
  @Order(2)
  @Requirement(value = "RM2.2a", kind = Kind.NEGATIVE)
  void onePersonAppointsNobodyAndOnlyACaOfTheSameRootCanBeAppointed() {
    assertEquals(404, appointment(CA, CA).status(), "itself");
    assertEquals(404, appointment(CA, "root").status(), "an offline key");
    assertEquals(404, appointment(CA, "management").status(), "the management CA");
    Client.Answer asked = appointment(CA, SYSTEM.value("issuer"));
    String id = asked.expect(201).json().get("id").asText();
    assertEquals(403, JOURNEY.as("security-officer-1").approve(id).status(), "one person twice");
    assertEquals(403, JOURNEY.as("registration-officer-1").approve(id).status());
    JOURNEY.withdraw(asked);
    signedBy(authority);
  }

  @Test
  @Order(3)
  @Requirement({"RM2.2a", "RM2.2b", "RM2.3a"})
  void anotherCaMakesTheListsAndRevocationGoesOn(@TempDir Path scratch) throws IOException {
    JsonNode done =
        JOURNEY.operation("APPOINT_CRL_ISSUER", Map.of("ca", CA, "issuer", SYSTEM.value("issuer")));
    X509Certificate issuing = SYSTEM.certificate("ca.pem");
    X509CRL first = signedBy(issuing);
    assertEquals(done.get("crlNumber").asText(), RevocationList.number(first).toString());
    assertNull(first.getRevokedCertificates(), "nothing is revoked yet");
    assertEquals(409, JOURNEY.request("ISSUE_LAST_CRL", Map.of("ca", CA)).status(), "in use");
    assertIndirect(first);

    JOURNEY.operation(
        "REVOKE_TSP_CERTIFICATE",
        Map.of(
            "issuer", CA, "serial", RunningSystem.hex(former), "reason", "cessationOfOperation"));
    assertTrue(ocsp(former, scratch).contains(": revoked"), "OCSP");
    assertTrue(ocsp(present, scratch).contains(": good"), "OCSP");
    Within.seconds(NEXT_WITHIN_SECONDS)
        .until("the entry", () -> signedBy(issuing).getRevokedCertificate(former) != null);
    X509CRL next = signedBy(issuing);
    assertIndirect(next);
    assertTrue(RevocationList.number(next).compareTo(RevocationList.number(first)) > 0);
    X509CRLEntry entry = next.getRevokedCertificate(former);
    assertEquals(authority.getSubjectX500Principal(), entry.getCertificateIssuer());
    assertTrue(entry.getCriticalExtensionOIDs().contains(Extension.certificateIssuer.getId()));
    assertNull(next.getRevokedCertificate(present), "a certificate that is good");
    assertNull(
        next.getRevokedCertificate(former.getSerialNumber()),
        "the same number under the CA that signs");
    String text = Openssl.run(scratch, command(scratch, octets())).expectOk().text();
    assertTrue(text.contains("Indirect CRL"), text);
    assertTrue(text.contains("X509v3 Certificate Issuer: critical"), text);
  }

  private static String[] command(Path scratch, byte[] octets) throws IOException {
    Files.write(scratch.resolve("indirect.crl"), octets);
    return "crl -in indirect.crl -inform DER -noout -text".split(" ");
  }

  private static void assertIndirect(X509CRL list) {
    String oid = Extension.issuingDistributionPoint.getId();
    assertTrue(list.getCriticalExtensionOIDs().contains(oid));
    IssuingDistributionPoint point =
        IssuingDistributionPoint.getInstance(
            ASN1OctetString.getInstance(list.getExtensionValue(oid)).getOctets());
    assertTrue(point.isIndirectCRL());
    assertEquals(
        list().toString(),
        GeneralNames.getInstance(point.getDistributionPoint().getName())
            .getNames()[0]
            .getName()
            .toString());
    assertNotNull(list.getNextUpdate());
    assertFalse(list.hasUnsupportedCriticalExtension());
  }

  /** What the gone CA's responder says, verified by openssl up to the root. */
  private static String ocsp(X509Certificate certificate, Path scratch) throws IOException {
    write(scratch, "gone.pem", authority);
    String text =
        Openssl.run(
                scratch,
                "ocsp",
                "-issuer",
                "gone.pem",
                "-serial",
                "0x" + RunningSystem.hex(certificate),
                "-url",
                SYSTEM.value("ocsp"),
                "-CAfile",
                SYSTEM.path("root.pem").toAbsolutePath().toString(),
                "-nonce")
            .expectOk()
            .text();
    assertTrue(text.contains("Response verify OK"), text);
    return text;
  }

  private static void write(Path folder, String name, X509Certificate certificate)
      throws IOException {
    try {
      Files.writeString(folder.resolve(name), Journey.pem(certificate.getEncoded()));
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whoever rules the database does not choose who signs. */
  @Test
  @Order(4)
  @Requirement(value = "RM2.2a", kind = Kind.NEGATIVE)
  void appointmentThatNobodyMadeCountsForNothing() {
    Instant before = Instant.now();
    try (Superuser superuser = new Superuser(SYSTEM)) {
      superuser.tamper(
          "insert into crl_issuer (ca, version, issuer, requester, approver, at, seal)"
              + " select ca, version + 1, 'nobody', requester, approver, at, seal from crl_issuer"
              + " where ca = ?",
          CA);
      try {
        superuser.awaitAlarm("ROW_FORGED", before);
        JOURNEY.operation(
            "REVOKE_TSP_CERTIFICATE",
            Map.of("issuer", CA, "serial", RunningSystem.hex(present), "reason", "superseded"));
        X509Certificate issuing = SYSTEM.certificate("ca.pem");
        Within.seconds(NEXT_WITHIN_SECONDS)
            .until("the entry", () -> signedBy(issuing).getRevokedCertificate(present) != null);
      } finally {
        superuser.tamper("delete from crl_issuer where ca = ? and issuer = 'nobody'", CA);
      }
    }
  }

  @Test
  @Order(5)
  @Requirement({"RM2.4", "EIDAS-24.4.b"})
  void lastListOfACaWhoseKeyIsGoneIsMadeByTheOtherAndNoneFollows() {
    JsonNode done = JOURNEY.operation("ISSUE_LAST_CRL", Map.of("ca", CA));
    X509CRL last = signedBy(SYSTEM.certificate("ca.pem"));
    assertEquals(done.get("crlNumber").asText(), RevocationList.number(last).toString());
    assertEquals(Instant.parse("9999-12-31T23:59:59Z"), last.getNextUpdate().toInstant());
    assertIndirect(last);
    assertNotNull(last.getRevokedCertificate(former));
    assertNotNull(last.getRevokedCertificate(present));
    assertEquals(409, JOURNEY.request("ISSUE_LAST_CRL", Map.of("ca", CA)).status());
    assertEquals(409, appointment(CA, SYSTEM.value("issuer")).status());
  }
}
