package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.blackbox.Client.Answer;

/** Garbage, truncated, oversized and hostile input: the protocol's own error, never a 500. */
@Tag("blackbox")
class BadInputTest {
  private static final byte[] OCSP_MALFORMED = {0x30, 0x03, 0x0a, 0x01, 0x01};
  private static final int LIMIT = 64 * 1024;
  private static final int REST_LIMIT = 1024 * 1024;

  private final RunningSystem system = RunningSystem.get();
  private final Client anonymous = system.anonymous();

  static Stream<byte[]> garbage() {
    Random random = new Random(6960);
    List<byte[]> all = new ArrayList<>();
    all.add(new byte[0]);
    all.add(new byte[] {0x30, (byte) 0x80});
    all.add(new byte[] {0x30, (byte) 0x84, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff});
    all.add("<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
    byte[] nested = new byte[20_000];
    for (int i = 0; i < nested.length; i += 2) {
      nested[i] = 0x30;
      nested[i + 1] = (byte) 0x80;
    }
    all.add(nested);
    for (int i = 0; i < 60; i++) {
      byte[] noise = new byte[1 + random.nextInt(300)];
      random.nextBytes(noise);
      if (i % 2 == 0) {
        noise[0] = 0x30;
      }
      all.add(noise);
    }
    return all.stream();
  }

  private static void noBannerNoTrace(Answer answer) {
    String text = answer.text();
    assertFalse(text.contains("Exception"), text);
    assertFalse(text.contains("\tat "), text);
    String headers = answer.http().headers().map().toString().toLowerCase(java.util.Locale.ROOT);
    assertFalse(headers.contains("wildfly") || headers.contains("undertow"), headers);
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void ocspAnswersGarbageWithMalformedRequest(byte[] octets) {
    Answer answer =
        anonymous.postUri(system.uri("ocsp"), "application/ocsp-request", octets).expect(200);
    assertArrayEquals(OCSP_MALFORMED, answer.octets());
    noBannerNoTrace(answer);
  }

  @Test
  void ocspAnswersAnOversizedRequestWithMalformedRequest() {
    for (int octets : new int[] {LIMIT + 1, 20 * REST_LIMIT}) {
      Answer answer =
          anonymous
              .postUri(system.uri("ocsp"), "application/ocsp-request", new byte[octets])
              .expect(200);
      assertArrayEquals(OCSP_MALFORMED, answer.octets());
    }
  }

  @Test
  void ocspAnswersGarbageInThePath() {
    for (String path : List.of("AAAA", "%2B%2F%3D", "MEIwQDA", "%00", "a".repeat(400))) {
      Answer answer = anonymous.getUri(URI.create(system.value("ocsp") + "/" + path));
      assertTrue(answer.status() == 200 || answer.status() == 400, "status " + answer.status());
      if (answer.status() == 200) {
        assertArrayEquals(OCSP_MALFORMED, answer.octets());
      }
      noBannerNoTrace(answer);
    }
  }

  private TimeStampResponse stamp(byte[] query) throws IOException, TSPException {
    Answer answer =
        anonymous.postUri(system.uri("tsa"), "application/timestamp-query", query).expect(200);
    noBannerNoTrace(answer);
    return new TimeStampResponse(answer.octets());
  }

  private void stampRefused(int failureInfo, byte[] query) throws Exception {
    TimeStampResponse response = stamp(query);
    assertEquals(PKIStatus.REJECTION, response.getStatus());
    assertEquals(failureInfo, response.getFailInfo().intValue());
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void tsaAnswersGarbageWithBadDataFormat(byte[] octets) throws Exception {
    stampRefused(PKIFailureInfo.badDataFormat, octets);
  }

  @Test
  void tsaNamesEachFault() throws Exception {
    TimeStampRequestGenerator plain = new TimeStampRequestGenerator();
    byte[] sha1 =
        plain
            .generate(
                new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1), new byte[20], BigInteger.ONE)
            .getEncoded();
    stampRefused(PKIFailureInfo.badAlg, sha1);

    TimeStampRequestGenerator policy = new TimeStampRequestGenerator();
    policy.setReqPolicy(new ASN1ObjectIdentifier("1.2.3.4"));
    stampRefused(
        PKIFailureInfo.unacceptedPolicy,
        policy.generate(NISTObjectIdentifiers.id_sha256, new byte[32]).getEncoded());

    TimeStampRequestGenerator extension = new TimeStampRequestGenerator();
    extension.addExtension(new ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0});
    stampRefused(
        PKIFailureInfo.unacceptedExtension,
        extension.generate(NISTObjectIdentifiers.id_sha256, new byte[32]).getEncoded());

    byte[] good = plain.generate(NISTObjectIdentifiers.id_sha256, new byte[32]).getEncoded();
    stampRefused(PKIFailureInfo.badDataFormat, Arrays.copyOf(good, good.length + 1));
    stampRefused(PKIFailureInfo.badDataFormat, new byte[LIMIT + 1]);
    stampRefused(PKIFailureInfo.badDataFormat, new byte[20 * REST_LIMIT]);
    byte[] version2 = good.clone();
    version2[4] = 2;
    stampRefused(PKIFailureInfo.badRequest, version2);
  }

  private Answer postApplication(String contentType, byte[] body) {
    return anonymous.send(
        anonymous
            .request(URI.create(system.value("api") + "/applications"))
            .header("Content-Type", contentType)
            .header("Idempotency-Key", java.util.UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  private static void problem(Answer answer) {
    assertEquals(4, answer.status() / 100, answer.text());
    assertTrue(
        answer.header("Content-Type").startsWith("application/problem+json"),
        answer.header("Content-Type"));
    assertTrue(answer.json().hasNonNull("type"), answer.text());
    noBannerNoTrace(answer);
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void restAnswersGarbageWithAProblem(byte[] octets) {
    problem(postApplication("application/json", octets));
  }

  @Test
  void restNamesWrongShapesAndTypes() {
    for (String body :
        List.of(
            "null",
            "[]",
            "{}",
            "{\"profile\":1}",
            "{\"profile\":[]}",
            "{\"unknown\":true}",
            "\"x\"",
            "{\"profile\":\"" + "x".repeat(100_000) + "\"}",
            "{".repeat(5000))) {
      problem(postApplication("application/json", body.getBytes(StandardCharsets.UTF_8)));
    }
    problem(postApplication("text/plain", "hello".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void restAnswersAnOversizedBodyWithAProblem() {
    for (int octets : new int[] {REST_LIMIT + 1, 20 * REST_LIMIT}) {
      Answer answer = postApplication("application/json", new byte[octets]).expect(413);
      problem(answer);
      assertTrue(answer.text().contains("request-too-large"), answer.text());
    }
  }

  /** A body that may be missing may be missing with its type; one of another type is refused. */
  @Test
  void approvalNeedsNoBody() {
    Client officer = system.officer("registration-officer-1");
    String id =
        officer
            .post("/applications", Subscriber.named("Bodyless").application())
            .expect(201)
            .json()
            .get("id")
            .asText();
    Client other = system.officer("registration-officer-2");
    problem(
        other
            .send(
                approval(other, id)
                    .header("Content-Type", "text/plain")
                    .POST(HttpRequest.BodyPublishers.ofString("{}")))
            .expect(415));
    other.send(approval(other, id).POST(HttpRequest.BodyPublishers.noBody())).expect(200);
  }

  private HttpRequest.Builder approval(Client officer, String id) {
    return officer
        .request(URI.create(system.value("api") + "/applications/" + id + "/approval"))
        .header("Idempotency-Key", java.util.UUID.randomUUID().toString());
  }

  @Test
  void restRefusesHostilePkcs10() {
    Subscriber subscriber = Subscriber.named("Hostile");
    byte[] good = subscriber.pkcs10();
    List<byte[]> bad = new ArrayList<>(garbage().limit(20).toList());
    bad.add(Arrays.copyOf(good, good.length / 2));
    bad.add(Arrays.copyOf(good, good.length + 7));
    byte[] flipped = good.clone();
    flipped[flipped.length - 3] ^= 1;
    bad.add(flipped);
    for (byte[] pkcs10 : bad) {
      problem(anonymous.post("/applications", subscriber.application(pkcs10)));
    }
  }

  @Test
  void restRefusesHostileNames() {
    for (String name : List.of("\u0000", "Anna\u202Egpj.exe", "x".repeat(5000), "", "\uD800")) {
      Subscriber subscriber = Subscriber.named("Anna");
      Map<String, Object> application = subscriber.application();
      Map<String, Object> subject = subscriber.subject();
      subject.put("commonName", name);
      application.put("subject", subject);
      problem(anonymous.post("/applications", application));
    }
  }

  @Test
  void writeWithoutIdempotencyKeyIsRefused() {
    problem(
        anonymous.send(
            anonymous
                .request(URI.create(system.value("api") + "/applications"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))));
  }

  @Test
  @Requirement(value = "GE.1c", kind = Requirement.Kind.NEGATIVE)
  void idempotencyKeyIsGoodForOneRequestOnly() {
    String key = java.util.UUID.randomUUID().toString();
    Client officer = system.officer("registration-officer-2");
    Map<String, Object> one = Subscriber.named("One").application();
    String first = officer.post("/applications", one, key).expect(201).text();
    Answer again = officer.post("/applications", one, key).expect(201);
    assertEquals(first, again.text());
    assertEquals("true", again.header("Idempotent-Replayed"));
    Answer other = officer.post("/applications", Subscriber.named("Two").application(), key);
    problem(other);
    assertTrue(other.text().contains("idempotency-key-reused"), other.text());
  }

  /** Somebody without a certificate owns a key only together with the very same request. */
  @Test
  void guessedKeyOfAnAnonymousCallerOpensNobodysAnswer() {
    String key = java.util.UUID.randomUUID().toString();
    Answer first =
        anonymous.post("/applications", Subscriber.named("One").application(), key).expect(201);
    Answer second =
        anonymous.post("/applications", Subscriber.named("Two").application(), key).expect(201);
    assertEquals("", second.header("Idempotent-Replayed"));
    assertFalse(first.json().get("id").equals(second.json().get("id")));
  }

  @Test
  void unknownPathsAreNotFound() {
    for (String path :
        List.of(
            "/applications/unknown",
            "/nothing",
            "/applications/..%2f..%2fkeys",
            "/certificates/issuing/zz",
            "/certificates/nobody/1")) {
      Answer answer = anonymous.get(path);
      assertEquals(4, answer.status() / 100, path + ": " + answer.status());
      noBannerNoTrace(answer);
    }
    for (String path :
        List.of("/crl/none.crl", "/ca/none.cer", "/certificates/issuing/1", "/tsa/no")) {
      int status = anonymous.getUri(URI.create(system.value("publicHttp") + path)).status();
      assertTrue(status == 404 || status == 405, path + ": " + status);
    }
  }
}
