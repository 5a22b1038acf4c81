package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** The dated catalogue of algorithms, its change by two persons, and what is judged by it. */
@Tag("blackbox")
class AlgorithmCatalogueTest {
  private static final int OFFERED_SECONDS = 30;
  private static final String CHANGE = "CHANGE_ALGORITHM_CATALOGUE";
  private static final String P521 = "EC:secp521r1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String UNIT = "tsu-a-" + UUID.randomUUID().toString().substring(0, 8);
  private static final LocalDate TOMORROW = LocalDate.now(ZoneOffset.UTC).plusDays(1);

  /** What was in force before: put back after each check, under the next number. */
  private static final ObjectNode BEFORE = read(inForce().get("document").asText());

  private static String key = "";

  @BeforeAll
  static void offerUnit() {
    JOURNEY.operation(
        "DEFINE_TIME_STAMPING_UNIT",
        Map.of("unit", UNIT, "policy", "2.999.419261.5." + (UNIT.hashCode() & 0x7fffffff)));
    key = JOURNEY.operation("GENERATE_KEY", order(P521)).get("keyId").asText();
    Within.seconds(OFFERED_SECONDS)
        .until(
            "the unit is offered",
            () -> unit().post(StampClient.request("offered")).status() == 200);
  }

  @AfterAll
  static void withdrawUnit() {
    JOURNEY.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", UNIT));
    JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", key));
    JOURNEY.operation("DESTROY_KEY", Map.of("keyId", key));
  }

  @AfterEach
  void putBack() {
    ObjectNode now = read(inForce().get("document").asText());
    ObjectNode before = BEFORE.deepCopy();
    before.set("version", now.get("version"));
    if (!now.equals(before)) {
      change(next(BEFORE.deepCopy()));
    }
  }

  private static Map<String, String> order(String algorithm) {
    return Map.of(
        "purpose", "TIME_STAMP_SIGNING", "owner", UNIT, "token", "tsp", "algorithm", algorithm);
  }

  private static JsonNode inForce() {
    return JOURNEY.as("security-officer-1").get("/algorithm-catalogue").expect(200).json();
  }

  private static ObjectNode read(String document) {
    try {
      return (ObjectNode) JSON.readTree(document);
    } catch (java.io.IOException e) {
      throw new IllegalStateException(document, e);
    }
  }

  /** The document as the version after the one in force. */
  private static ObjectNode next(ObjectNode document) {
    return document.put("version", inForce().get("version").asInt() + 1);
  }

  private static Map<String, String> parameters(ObjectNode document) {
    return Map.of("catalogue", document.toString());
  }

  private static JsonNode change(ObjectNode document) {
    return JOURNEY.operation(CHANGE, parameters(document));
  }

  /** The catalogue that was in force, with an end of P-521. */
  private static ObjectNode endingP521() {
    ObjectNode document = next(BEFORE.deepCopy());
    ObjectNode curve = ((ObjectNode) document.get("keys")).putObject(P521);
    curve.putObject("tsp").put("until", TOMORROW.toString());
    curve.putObject("subject").put("until", TOMORROW.toString());
    return document;
  }

  private static StampClient unit() {
    return new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa") + "/" + UNIT));
  }

  private static void refused(Map<String, String> parameters, String words) {
    Answer answer = JOURNEY.request(CHANGE, parameters);
    assertEquals(4, answer.status() / 100, answer.text());
    assertTrue(answer.text().contains(words), answer.text());
  }

  @Test
  @Requirement({"KM4.3", "KM1.5"})
  void changeNamesAffectedKeysAndCertificatesAndRaisesAnAlarm() {
    JOURNEY.issue(Subscriber.withKey("Ending", Subscriber.ec("secp521r1")));
    Instant begin = Instant.now();
    ObjectNode document = endingP521();
    Answer asked = JOURNEY.request(CHANGE, parameters(document)).expect(201);
    String words = asked.json().get("description").asText();
    assertTrue(words.contains(key), words);
    assertTrue(words.contains(P521 + " for keys of the TSP: until " + TOMORROW), words);
    assertEquals(BEFORE.get("keys"), read(inForce().get("document").asText()).get("keys"));
    // One person, and others than Security Officers, change nothing.
    String id = asked.json().get("id").asText();
    for (String one : List.of("security-officer-1", "registration-officer-1", "system-auditor-1")) {
      JOURNEY.as(one).approve(id).expect(403);
    }
    JsonNode done = JOURNEY.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    assertTrue(done.get("result").get("affectedKeys").asInt() >= 1, done::toString);
    assertTrue(done.get("result").get("affectedCertificates").asInt() >= 1, done::toString);

    JsonNode shown = inForce();
    assertEquals(document, read(shown.get("document").asText()));
    assertEquals("security-officer-2", shown.get("change").get("approver").asText());
    assertTrue(shown.get("affectedKeys").toString().contains(key), shown::toString);
    AuditLook audit = new AuditLook(SYSTEM);
    JsonNode alarm = audit.awaitAlarm("ALGORITHM_ENDING", begin);
    assertTrue(alarm.toString().contains(key), alarm::toString);
    JOURNEY.acknowledge(alarm);
    List<JsonNode> records =
        audit.records(Map.of("type", "ALGORITHM_CATALOGUE_CHANGED", "from", begin.toString()));
    assertEquals(1, records.size(), records::toString);
    assertTrue(records.get(0).toString().contains("security-officer-2"), records::toString);
  }

  @Test
  @Requirement({"KM1.5", "TS4.5"})
  void brainpoolAndEdwardsCurvesSign() throws Exception {
    List<String> keys = new ArrayList<>();
    try {
      for (String algorithm : List.of("EC:brainpoolP384r1", "ED:Ed25519")) {
        keys.add(JOURNEY.operation("GENERATE_KEY", order(algorithm)).get("keyId").asText());
        TimeStampToken token = unit().granted(algorithm);
        X509CertificateHolder certificate =
            (X509CertificateHolder)
                token.getCertificates().getMatches(token.getSID()).iterator().next();
        token.validate(
            new JcaSimpleSignerInfoVerifierBuilder()
                .setProvider(new BouncyCastleProvider())
                .build(certificate));
      }
    } finally {
      // The first one again, which other checks look at.
      JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", keys.get(keys.size() - 1)));
      JOURNEY.operation("ACTIVATE_KEY", Map.of("keyId", key));
      keys.forEach(made -> JOURNEY.operation("DESTROY_KEY", Map.of("keyId", made)));
    }
  }

  @Test
  @Requirement({"KM1.5", "RS2.2"})
  void respondersSignWithBrainpoolAndEdwardsCurves() throws Exception {
    Map<String, String> responder = new HashMap<>(Map.of("purpose", "OCSP_SIGNING"));
    responder.putAll(Map.of("owner", "issuing", "token", "tsp"));
    List<String> keys = new ArrayList<>();
    try {
      for (String algorithm : List.of("EC:brainpoolP256r1", "ED:Ed448")) {
        responder.put("algorithm", algorithm);
        keys.add(JOURNEY.operation("GENERATE_KEY", responder).get("keyId").asText());
        BasicOCSPResp answer =
            (BasicOCSPResp)
                new OcspQuestion(SYSTEM)
                    .about(SYSTEM.certificate("certificate.pem").getSerialNumber())
                    .ask()
                    .getResponseObject();
        assertTrue(
            answer.isSignatureValid(
                new JcaContentVerifierProviderBuilder()
                    .setProvider(new BouncyCastleProvider())
                    .build(answer.getCerts()[0])),
            algorithm);
        assertEquals(
            AlgorithmCatalogueTest.spki(keys.get(keys.size() - 1)),
            HexFormat.of()
                .formatHex(
                    MessageDigest.getInstance("SHA-256")
                        .digest(answer.getCerts()[0].getSubjectPublicKeyInfo().getEncoded())));
      }
    } finally {
      responder.put("algorithm", "EC:secp256r1");
      JOURNEY.operation("GENERATE_KEY", responder);
      keys.forEach(made -> JOURNEY.operation("DESTROY_KEY", Map.of("keyId", made)));
    }
  }

  private static String spki(String keyId) {
    for (JsonNode line : JOURNEY.as("security-officer-1").get("/keys").expect(200).json()) {
      if (line.get("keyId").asText().equals(keyId)) {
        return line.get("spkiSha256").asText();
      }
    }
    throw new AssertionError("no line of key " + keyId);
  }

  @Test
  @Requirement(
      value = {"KM1.5", "TS4.5"},
      kind = Kind.NEGATIVE)
  void curvesThatAPurposeCannotUseAreRefusedInWords() {
    Map<String, String> tls =
        Map.of(
            "purpose", "TLS_SERVER", "owner", "tls", "token", "infra", "algorithm", "ED:Ed25519");
    Answer refused = JOURNEY.request("GENERATE_KEY", tls);
    assertTrue(refused.text().contains("know no ED:Ed25519"), refused.text());
    Answer stamps = JOURNEY.request("GENERATE_KEY", order("ED:Ed448"));
    assertTrue(stamps.text().contains("not signed with ED:Ed448"), stamps.text());
  }

  @Test
  @Requirement(
      value = {"KM1.5", "R1.3", "TS4.5"},
      kind = Kind.NEGATIVE)
  void nothingNewOutlivesItsAlgorithm() {
    change(endingP521());
    Answer refused = JOURNEY.request("GENERATE_KEY", order(P521));
    assertEquals(4, refused.status() / 100, refused.text());
    assertTrue(refused.text().contains("until " + TOMORROW + " only"), refused.text());
    Answer subject =
        SYSTEM
            .anonymous()
            .post(
                "/applications",
                Subscriber.withKey("Late", Subscriber.ec("secp521r1")).application());
    assertEquals(4, subject.status() / 100, subject.text());
    assertTrue(subject.text().contains("until " + TOMORROW + " only"), subject.text());
    // What is there goes on to the end.
    unit().granted("to the end");
  }

  @Test
  @Requirement(
      value = {"KM1.5", "TS4.5", "TS1.2"},
      kind = Kind.NEGATIVE)
  void keyAndHashThatAreGoneAreUsedNoMore() {
    unit().granted("before");
    TimeStampRequestGenerator sha3 = new TimeStampRequestGenerator();
    ObjectNode document = next(BEFORE.deepCopy());
    ((ObjectNode) document.get("keys")).remove(P521);
    ((ObjectNode) document.get("hashes")).remove("SHA3-512");
    change(document);
    Within.seconds(5).until("the key signs nothing", () -> !unit().outcome().equals("granted"));
    assertEquals(
        PKIFailureInfo.badAlg,
        new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa")))
            .failure(sha3.generate(NISTObjectIdentifiers.id_sha3_512, new byte[64])));
    change(next(BEFORE.deepCopy()));
    Within.seconds(5).until("the key signs again", () -> unit().outcome().equals("granted"));
  }

  @Test
  @Requirement(
      value = {"KM1.5", "KM4.3"},
      kind = Kind.NEGATIVE)
  void catalogueThatIsNoneOrLocksEverybodyOutIsRefused() {
    refused(Map.of("catalogue", "{\"version\": 2"), "not JSON");
    refused(
        parameters(next(BEFORE.deepCopy()).put("until", "2030-01-01")), "unknown field 'until'");
    refused(parameters(next(BEFORE.deepCopy()).put("date", "2026-02-30")), "'date'");
    refused(parameters(BEFORE.deepCopy()), "is in force");
    ObjectNode weak = next(BEFORE.deepCopy());
    ((ObjectNode) weak.get("hashes")).putObject("SHA-1").put("until", "open");
    refused(parameters(weak), "'SHA-1' is no hash");
    ObjectNode lockedOut = next(BEFORE.deepCopy());
    ((ObjectNode) lockedOut.get("keys")).remove("EC:secp256r1");
    refused(parameters(lockedOut), "AUDIT_SIGNING");
    Map<String, String> more = new HashMap<>(parameters(endingP521()));
    more.put("force", "yes");
    refused(more, "unknown parameters");
    JOURNEY
        .as("system-administrator-1")
        .post("/operations", Map.of("type", CHANGE, "parameters", parameters(endingP521())))
        .expect(403);
    JOURNEY.as("registration-officer-1").get("/algorithm-catalogue").expect(403);
    SYSTEM.anonymous().get("/algorithm-catalogue").expect(401);
  }

  @Test
  @Requirement(value = "KM1.5", kind = Kind.NEGATIVE)
  void rowThatNobodyAgreedOnIsWorthNothing() {
    change(endingP521());
    int version = inForce().get("version").asInt();
    Instant begin = Instant.now();
    ObjectNode forged = next(BEFORE.deepCopy());
    String id = "forged-" + UUID.randomUUID();
    try (Superuser superuser = new Superuser(SYSTEM)) {
      int inserted =
          superuser.tamper(
              "insert into algorithm_catalogue select ?, version + 1, ?, requester, approver, at,"
                  + " seal from algorithm_catalogue where version = ? limit 1",
              id,
              forged.toString(),
              version);
      assertEquals(1, inserted);
      try {
        JOURNEY.acknowledge(new AuditLook(SYSTEM).awaitAlarm("ROW_FORGED", begin));
        assertEquals(version, inForce().get("version").asInt());
        assertFalse(JOURNEY.request("GENERATE_KEY", order(P521)).status() == 201, "P-521 again");
      } finally {
        superuser.tamper("delete from algorithm_catalogue where id = ?", id);
      }
    }
  }
}
