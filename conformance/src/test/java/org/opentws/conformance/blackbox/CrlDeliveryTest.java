package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509CRL;
import java.util.Arrays;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLHolder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** CRLs as HTTP gives them: compressed, in parts, of former times, and as deltas. */
@Tag("blackbox")
class CrlDeliveryTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final RevocationList LIST = new RevocationList(SYSTEM);
  private static Issued revoked;

  @BeforeAll
  static void somethingToList() {
    revoked = JOURNEY.issue(Subscriber.named("Listed"));
    JOURNEY.revoke(revoked.serial(), "superseded").expect(200);
    LIST.untilListed(serial(revoked));
  }

  private static BigInteger serial(Issued issued) {
    return issued.certificate().getSerialNumber();
  }

  private static URI at(String path) {
    return URI.create(SYSTEM.value("publicHttp") + "/crl/" + SYSTEM.value("issuer") + path);
  }

  /** The list of that number, which never changes, whatever is revoked meanwhile. */
  private static URI present() {
    return at("/" + RevocationList.number(LIST.current()) + ".crl");
  }

  private static Answer get(URI uri, String... headers) {
    Client client = SYSTEM.anonymous();
    HttpRequest.Builder request = client.request(uri).GET();
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return client.send(request);
  }

  private static byte[] unpacked(byte[] gzip) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  @Test
  void compressedListIsTheSameListUnderATagOfItsOwn() throws IOException {
    URI uri = present();
    Answer plain = get(uri).expect(200);
    Answer packed = get(uri, "Accept-Encoding", "gzip, br").expect(200);
    assertEquals("gzip", packed.header("Content-Encoding"));
    assertArrayEquals(plain.octets(), unpacked(packed.octets()));
    assertTrue(!plain.header("ETag").equals(packed.header("ETag")));
    assertTrue(packed.header("Vary").contains("Accept-Encoding"));
    for (Answer each : new Answer[] {plain, packed}) {
      String[] again = {"If-None-Match", each.header("ETag"), "Accept-Encoding", "identity"};
      if (each == packed) {
        again[3] = "gzip";
      }
      assertEquals(304, get(uri, again).status());
    }
    assertEquals(200, get(uri, "If-None-Match", "\"another\"").status());
    assertEquals("", get(uri, "Accept-Encoding", "gzip;q=0").header("Content-Encoding"));
  }

  @Test
  void piecesPutTogetherAreTheList() throws IOException {
    URI uri = present();
    Answer whole = get(uri).expect(200);
    byte[] list = whole.octets();
    int middle = list.length / 2;
    ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    for (String range : new String[] {"bytes=0-" + (middle - 1), "bytes=" + middle + "-"}) {
      Answer piece = get(uri, "Range", range, "If-Range", whole.header("ETag")).expect(206);
      assertTrue(piece.header("Content-Range").endsWith("/" + list.length));
      pieces.writeBytes(piece.octets());
    }
    assertArrayEquals(list, pieces.toByteArray());
    assertArrayEquals(
        Arrays.copyOfRange(list, list.length - 5, list.length),
        get(uri, "Range", "bytes=-5").expect(206).octets());
    assertEquals(416, get(uri, "Range", "bytes=" + list.length + "-").status());
    assertEquals(200, get(uri, "Range", "bytes=0-1", "If-Range", "\"older\"").status());
    for (String odd : new String[] {"bytes=5-x", "bytes=-", "octets=0-1", "bytes=0-1,4-5"}) {
      assertEquals(200, get(uri, "Range", odd).status(), odd);
    }
  }

  @Test
  @Requirement("RM2.4")
  void formerListIsGivenForEverAsItWas() {
    X509CRL before = LIST.current();
    URI former = at("/" + RevocationList.number(before) + ".crl");
    byte[] then = LIST.octets(former);
    Issued next = JOURNEY.issue(Subscriber.named("Next"));
    JOURNEY.revoke(next.serial(), "superseded").expect(200);
    LIST.untilListed(serial(next));
    assertArrayEquals(then, LIST.octets(former));
    assertNull(before.getRevokedCertificate(serial(next)));
    assertEquals(404, get(at("/999999999.crl")).status());
  }

  @Test
  @Requirement({"RS1.2-s2", "RM2.2c", "RM2.2d"})
  void deltaContinuesTheListThatItNames() throws Exception {
    Issued suspended = JOURNEY.issue(Subscriber.named("Suspended"));
    String officer = "revocation-officer-1";
    JOURNEY.changeStatus(officer, suspended.serial(), Map.of("action", "suspend")).expect(200);
    LIST.untilListed(serial(suspended));
    JOURNEY.changeStatus(officer, suspended.serial(), Map.of("action", "reinstate")).expect(200);
    Within.seconds(30)
        .until(
            "a list without it",
            () -> LIST.current().getRevokedCertificate(serial(suspended)) == null);

    X509CRL delta =
        RevocationList.verified(LIST.octets(at("/delta.crl")), SYSTEM.certificate("ca.pem"));
    BigInteger base = RevocationList.integer(delta, Extension.deltaCRLIndicator.getId());
    assertTrue(delta.getCriticalExtensionOIDs().contains(Extension.deltaCRLIndicator.getId()));
    assertTrue(base.compareTo(RevocationList.number(delta)) < 0);
    // What is good again is to be taken from older lists; what the base has not and is revoked
    // stands there.
    X509CRLHolder holder = new X509CRLHolder(delta.getEncoded());
    assertEquals(
        CRLReason.lookup(CRLReason.removeFromCRL),
        CRLReason.getInstance(
            holder
                .getRevokedCertificate(serial(suspended))
                .getExtension(Extension.reasonCode)
                .getParsedValue()));
    X509CRL complete =
        RevocationList.verified(LIST.octets(at("/" + base + ".crl")), SYSTEM.certificate("ca.pem"));
    assertNotNull(complete.getExtensionValue(Extension.freshestCRL.getId()));
    boolean inBase = complete.getRevokedCertificate(serial(revoked)) != null;
    boolean inDelta = delta.getRevokedCertificate(serial(revoked)) != null;
    assertTrue(inBase != inDelta, "in base " + inBase + ", in delta " + inDelta);
  }

  @Test
  @Requirement(
      value = {"RS1.2-s2", "RM2.2c"},
      kind = Kind.NEGATIVE)
  void deltaIsNotTakenForACompleteList(@TempDir Path scratch) throws IOException {
    byte[] delta = LIST.octets(at("/delta.crl"));
    Files.write(scratch.resolve("delta.crl"), delta);
    String text =
        Openssl.run(scratch, "crl -in delta.crl -inform DER -noout -text".split(" "))
            .expectOk()
            .text();
    assertTrue(text.contains("Delta CRL Indicator: critical"), text);
    X509CRL complete = LIST.current();
    assertNull(complete.getExtensionValue(Extension.deltaCRLIndicator.getId()));
    assertNotNull(complete.getRevokedCertificate(serial(revoked)));
  }

  @Test
  void opensslReadsAndVerifiesTheList(@TempDir Path scratch) throws IOException {
    Files.write(scratch.resolve("list.crl"), LIST.octets(present()));
    String ca = SYSTEM.path("ca.pem").toAbsolutePath().toString();
    Openssl.Verdict verdict =
        Openssl.run(
            scratch, "crl", "-in", "list.crl", "-inform", "DER", "-noout", "-text", "-CAfile", ca);
    String text = verdict.expectOk().text();
    assertTrue(text.contains("verify OK"), text);
    assertTrue(text.toLowerCase().contains(revoked.serial().toLowerCase()), text);
    assertTrue(text.contains("Superseded"), text);
  }
}
