package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.security.SignatureException;
import java.security.cert.CRLReason;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Certificate status as a list (5.3.5, 5.3.6). */
@Tag("blackbox")
class CrlTest {
  private static final Duration NEXT_CRL_WITHIN = Duration.ofSeconds(20);

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  private byte[] current() {
    return system.anonymous().getUri(system.uri("crl")).expect(200).octets();
  }

  private static X509CRL parse(byte[] der) throws Exception {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
  }

  private static BigInteger number(X509CRL crl) {
    byte[] value = crl.getExtensionValue(Extension.cRLNumber.getId());
    return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()).getValue();
  }

  /** The first CRL that lists the serial, or at last the present one. */
  private X509CRL untilListed(BigInteger serial) throws Exception {
    Instant deadline = Instant.now().plus(NEXT_CRL_WITHIN);
    X509CRL crl = parse(current());
    while (crl.getRevokedCertificate(serial) == null && Instant.now().isBefore(deadline)) {
      Thread.sleep(250);
      crl = parse(current());
    }
    return crl;
  }

  private X509CRLEntry entry(Issued issued) throws Exception {
    BigInteger serial = issued.certificate().getSerialNumber();
    X509CRLEntry entry = untilListed(serial).getRevokedCertificate(serial);
    assertNotNull(entry, "not on the CRL within " + NEXT_CRL_WITHIN);
    return entry;
  }

  @Test
  @Requirement({"RM2.2b", "RM2.2c", "RM2.2d", "RS1.2-s2", "EIDAS-24.3.b", "EIDAS-24.2.f.iii"})
  void revocationStandsOnTheNextListWithTimeAndReason() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Listed"));
    Instant before = Instant.now().minusSeconds(2);
    journey.revoke(issued.serial(), "cessationOfOperation").expect(200);
    X509CRLEntry entry = entry(issued);
    assertEquals(issued.certificate().getSerialNumber(), entry.getSerialNumber());
    assertEquals(CRLReason.CESSATION_OF_OPERATION, entry.getRevocationReason());
    assertFalse(entry.getRevocationDate().toInstant().isBefore(before));
    X509CRL crl = parse(current());
    crl.verify(system.certificate("ca.pem").getPublicKey());
    assertEquals(
        system.certificate("ca.pem").getSubjectX500Principal(), crl.getIssuerX500Principal());
    assertTrue(crl.getNextUpdate().toInstant().isAfter(Instant.now()));
  }

  @Test
  @Requirement(
      value = {"RM2.2b", "RS1.2-s2", "EIDAS-24.2.f.iii"},
      kind = Kind.NEGATIVE)
  void alteredListDoesNotVerify() throws Exception {
    byte[] der = current();
    int within = der.length / 3;
    der[within] ^= 1;
    assertThrows(
        Exception.class,
        () -> parse(der).verify(system.certificate("ca.pem").getPublicKey()),
        "a changed octet must show");
    byte[] genuine = current();
    assertThrows(
        SignatureException.class,
        () -> parse(genuine).verify(system.certificate("tsa.pem").getPublicKey()));
  }

  @Test
  @Requirement(value = "RM2.2c", kind = Kind.NEGATIVE)
  void certificateThatIsValidIsNotListed() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Unlisted"));
    Issued other = journey.issue(Subscriber.named("Other"));
    journey.revoke(other.serial(), "superseded").expect(200);
    entry(other);
    assertNull(parse(current()).getRevokedCertificate(issued.certificate().getSerialNumber()));
  }

  @Test
  @Requirement(value = "RM2.2d", kind = Kind.NEGATIVE)
  void unspecifiedReasonIsLeftOut() throws Exception {
    // RFC 5280, 5.3.1: the entry extension should be absent instead of unspecified.
    Issued issued = journey.issue(Subscriber.named("Unspecified"));
    journey.revoke(issued.serial(), "unspecified").expect(200);
    assertNull(entry(issued).getRevocationReason());
  }

  @Test
  @Requirement({"FUNC-5.3.5.2.a", "FUNC-5.3.6.1.e"})
  void suspensionIsListedAsHoldAndLeavesTheListWithIt() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Hold"));
    journey
        .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "suspend"))
        .expect(200);
    assertEquals(CRLReason.CERTIFICATE_HOLD, entry(issued).getRevocationReason());
    journey
        .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "reinstate"))
        .expect(200);
    Instant deadline = Instant.now().plus(NEXT_CRL_WITHIN);
    BigInteger serial = issued.certificate().getSerialNumber();
    while (parse(current()).getRevokedCertificate(serial) != null
        && Instant.now().isBefore(deadline)) {
      Thread.sleep(250);
    }
    assertNull(parse(current()).getRevokedCertificate(serial), "reinstated but still listed");
  }

  @Test
  @Requirement({"RS2-t3", "GE.1b"})
  void listIsVersionTwoWithNumberAndKeyIdentifier() throws Exception {
    X509CRL crl = parse(current());
    assertEquals(2, crl.getVersion());
    byte[] aki = crl.getExtensionValue(Extension.authorityKeyIdentifier.getId());
    byte[] ski =
        system.certificate("ca.pem").getExtensionValue(Extension.subjectKeyIdentifier.getId());
    assertArrayEquals(
        ASN1OctetString.getInstance(ASN1OctetString.getInstance(ski).getOctets()).getOctets(),
        AuthorityKeyIdentifier.getInstance(ASN1OctetString.getInstance(aki).getOctets())
            .getKeyIdentifier());
    assertTrue(number(crl).bitLength() <= 160);
    assertEquals(Set.of(), critical(crl), "a full CRL needs no critical extension");
    Duration life =
        Duration.between(crl.getThisUpdate().toInstant(), crl.getNextUpdate().toInstant());
    assertTrue(life.compareTo(Duration.ofDays(3)) <= 0, "valid too long: " + life);
  }

  private static Set<String> critical(X509CRL crl) {
    Set<String> critical = crl.getCriticalExtensionOIDs();
    return critical == null ? Set.of() : critical;
  }

  @Test
  void numbersGoUpAndNeverBack() throws Exception {
    BigInteger first = number(parse(current()));
    Issued issued = journey.issue(Subscriber.named("Number"));
    journey.revoke(issued.serial(), "superseded").expect(200);
    X509CRL next = untilListed(issued.certificate().getSerialNumber());
    assertTrue(number(next).compareTo(first) > 0);
  }

  @Test
  @Requirement({"RS2-t3"})
  void sameListIsTheSameOctetsForEveryPath() throws Exception {
    Answer first = system.anonymous().getUri(system.uri("crl")).expect(200);
    assertEquals("application/pkix-crl", first.header("Content-Type"));
    assertTrue(first.header("Cache-Control").contains("max-age="));
    Answer unchanged =
        system
            .anonymous()
            .send(
                system
                    .anonymous()
                    .request(system.uri("crl"))
                    .header("If-None-Match", first.header("ETag"))
                    .GET());
    assertTrue(unchanged.status() == 304 || unchanged.status() == 200);
    if (unchanged.status() == 200) {
      assertTrue(number(parse(unchanged.octets())).compareTo(number(parse(first.octets()))) > 0);
    }
  }

  @Test
  @Requirement(
      value = {"RS2-t3", "D2.1b", "FUNC-5.3.6.1.e"},
      kind = Kind.NEGATIVE)
  void nobodyWritesTheListFromOutside() throws Exception {
    BigInteger before = number(parse(current()));
    for (String method : Set.of("PUT", "POST", "DELETE", "PATCH")) {
      Answer answer =
          system
              .anonymous()
              .send(
                  system
                      .anonymous()
                      .request(system.uri("crl"))
                      .header("Idempotency-Key", UUID.randomUUID().toString())
                      .method(method, HttpRequest.BodyPublishers.ofByteArray(new byte[] {1})));
      assertTrue(answer.status() == 405 || answer.status() == 404, method + answer.status());
    }
    assertTrue(number(parse(current())).compareTo(before) >= 0);
  }

  @Test
  void everyCaHasItsOwnList() throws Exception {
    for (String ca : Set.of("root", "management")) {
      String url = system.value("publicHttp") + "/crl/" + ca + ".crl";
      X509CRL crl = parse(system.anonymous().getUri(URI.create(url)).expect(200).octets());
      crl.verify(system.certificate(ca.equals("root") ? "root.pem" : "tls-ca.pem").getPublicKey());
    }
  }
}
