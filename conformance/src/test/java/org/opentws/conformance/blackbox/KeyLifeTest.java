package org.opentws.conformance.blackbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Keys from generation to destruction (5.2.5), always by two persons. */
@Tag("blackbox")
class KeyLifeTest {
  private static final Map<String, String> RESPONDER =
      Map.of(
          "purpose", "OCSP_SIGNING",
          "owner", "issuing",
          "token", "tsp",
          "algorithm", "EC:secp384r1");

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  private List<JsonNode> keys() {
    JsonNode keys = journey.as("security-officer-1").get("/keys").expect(200).json();
    return StreamSupport.stream(keys.spliterator(), false).toList();
  }

  private JsonNode key(String id) {
    return keys().stream()
        .filter(key -> key.get("keyId").asText().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private JsonNode active(String purpose, String owner) {
    return keys().stream()
        .filter(key -> key.get("purpose").asText().equals(purpose))
        .filter(key -> key.get("owner").asText().equals(owner))
        .filter(key -> key.get("state").asText().equals("ACTIVE"))
        .findFirst()
        .orElseThrow();
  }

  private String responderInUse() throws Exception {
    BasicOCSPResp answer =
        new OcspQuestion(system)
            .about(system.certificate("certificate.pem").getSerialNumber())
            .answer();
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256")
                .digest(answer.getCerts()[0].getSubjectPublicKeyInfo().getEncoded()));
  }

  private Answer mayNot(String type, Map<String, String> parameters) {
    Answer answer = journey.request(type, parameters);
    assertEquals(4, answer.status() / 100, type + parameters + ": " + answer.text());
    return answer;
  }

  @Test
  @Requirement({
    "KM1.3",
    "KM1.3-s2",
    "KM1.5",
    "KM4.2",
    "KM4.2-s2",
    "KM4.3",
    "KM5.1",
    "KMF-a",
    "KMF-d",
    "KMF-f",
    "RM1.4",
    "RM2.4"
  })
  void responderKeyIsMadeChangedRevokedAndDestroyedByTwoPersons() throws Exception {
    BasicOCSPResp former =
        new OcspQuestion(system)
            .about(system.certificate("certificate.pem").getSerialNumber())
            .withNonce(UUID.randomUUID().toString().substring(0, 32).getBytes(US_ASCII))
            .answer();
    JsonNode old = active("OCSP_SIGNING", "issuing");
    String made = journey.operation("GENERATE_KEY", RESPONDER).get("keyId").asText();
    assertEquals("ACTIVE", key(made).get("state").asText());
    assertEquals("INACTIVE", key(old.get("keyId").asText()).get("state").asText());
    assertEquals("security-officer-1", key(made).get("requestedBy").asText());
    assertEquals("security-officer-2", key(made).get("approvedBy").asText());
    assertEquals(key(made).get("spkiSha256").asText(), responderInUse());

    var certificate =
        RunningSystem.certificate(Base64.getDecoder().decode(old.get("certificate").asText()));
    journey.operation(
        "REVOKE_TSP_CERTIFICATE",
        Map.of(
            "issuer", "issuing",
            "serial", RunningSystem.hex(certificate),
            "reason", "superseded"));
    assertTrue(
        new OcspQuestion(system)
                .about(certificate.getSerialNumber())
                .answer()
                .getResponses()[0]
                .getCertStatus()
            instanceof RevokedStatus);
    // EN 319 411-1, 6.3.9: at once on the list, too.
    new RevocationList(system).untilListed(certificate.getSerialNumber());

    journey.operation("DESTROY_KEY", Map.of("keyId", old.get("keyId").asText()));
    JsonNode gone = key(old.get("keyId").asText());
    assertEquals("DESTROYED", gone.get("state").asText());
    mayNot("ACTIVATE_KEY", Map.of("keyId", old.get("keyId").asText()));
    // What it signed can be verified still: its public key is kept, for ever.
    var kept =
        RunningSystem.certificate(Base64.getDecoder().decode(gone.get("certificate").asText()));
    assertTrue(former.isSignatureValid(new JcaContentVerifierProviderBuilder().build(kept)));
    assertEquals(key(made).get("spkiSha256").asText(), responderInUse());
  }

  @Test
  @Requirement(
      value = {"KM1.3", "KM1.3-s2", "KM4.2", "RM1.4", "KM5.1", "KM3.2", "KMF-d"},
      kind = Kind.NEGATIVE)
  void onePersonAloneChangesNothing() throws Exception {
    JsonNode responder = active("OCSP_SIGNING", "issuing");
    String serial =
        RunningSystem.hex(
            RunningSystem.certificate(
                Base64.getDecoder().decode(responder.get("certificate").asText())));
    List<Answer> requested =
        List.of(
            journey.request("GENERATE_KEY", RESPONDER).expect(201),
            journey
                .request(
                    "REVOKE_TSP_CERTIFICATE",
                    Map.of("issuer", "issuing", "serial", serial, "reason", "keyCompromise"))
                .expect(201),
            journey
                .request("DEACTIVATE_KEY", Map.of("keyId", responder.get("keyId").asText()))
                .expect(201));
    int before = keys().size();
    for (Answer each : requested) {
      String id = each.json().get("id").asText();
      Answer own = journey.as("security-officer-1").approve(id);
      assertEquals(403, own.status(), own.text());
      assertTrue(own.text().contains("same-person"), own.text());
      for (String other : List.of("registration-officer-1", "system-operator-1")) {
        journey.as(other).approve(id).expect(403);
      }
    }
    assertEquals(before, keys().size());
    assertEquals(responder.get("keyId"), active("OCSP_SIGNING", "issuing").get("keyId"));
    assertEquals(responder.get("spkiSha256").asText(), responderInUse());
    requested.forEach(journey::withdraw);
  }

  @Test
  @Requirement(value = "KM1.5", kind = Kind.NEGATIVE)
  void weakAlgorithmsAreRefused() {
    for (String weak :
        List.of("RSA:1024", "RSA:2048", "EC:secp192r1", "EC:secp256k1", "DSA:2048", "EC:", "")) {
      Map<String, String> order = new HashMap<>(RESPONDER);
      order.put("algorithm", weak);
      mayNot("GENERATE_KEY", order);
    }
  }

  @Test
  @Requirement(value = "KM4.3", kind = Kind.NEGATIVE)
  void compromisedKeyNeverSignsAgain() throws Exception {
    String lost = active("OCSP_SIGNING", "issuing").get("keyId").asText();
    mayNot("COMPROMISE_KEY", Map.of("keyId", lost));
    journey.operation("COMPROMISE_KEY", Map.of("keyId", lost, "reason", "card left in a train"));
    String successor;
    try {
      assertEquals("COMPROMISED", key(lost).get("state").asText());
      assertTrue(key(lost).hasNonNull("stateChangedAt"));
      mayNot("ACTIVATE_KEY", Map.of("keyId", lost));
      mayNot("COMPROMISE_KEY", Map.of("keyId", lost, "reason", "again"));
      assertEquals(
          OCSPResp.TRY_LATER,
          new OcspQuestion(system)
              .about(system.certificate("certificate.pem").getSerialNumber())
              .ask()
              .getStatus());
    } finally {
      successor = journey.operation("GENERATE_KEY", RESPONDER).get("keyId").asText();
    }
    assertEquals(key(successor).get("spkiSha256").asText(), responderInUse());
    journey.operation("DESTROY_KEY", Map.of("keyId", lost));
    assertEquals("DESTROYED", key(lost).get("state").asText());
  }

  @Test
  @Requirement(value = "KM1.6", kind = Kind.NEGATIVE)
  void keyOfTheRootIsNeverMadeHere() {
    mayNot(
        "GENERATE_KEY",
        Map.of(
            "purpose", "CERTIFICATE_SIGNING",
            "owner", "root",
            "token", "ca",
            "algorithm", "EC:secp384r1"));
  }

  @Test
  @Requirement({"KMF-b", "KM3.3", "KM3.3-s2"})
  void eachKeyHasOneClassOnePurposeAndOneOwner() {
    Set<String> spkis = new HashSet<>();
    Map<String, String> classes =
        Map.of(
            "DATABASE_CLIENT", "INFRASTRUCTURE",
            "CERTIFICATE_SIGNING", "TSP_SIGNING",
            "OCSP_SIGNING", "TSP_SIGNING",
            "TIME_STAMP_SIGNING", "TSP_SIGNING",
            "MANAGEMENT_CERTIFICATE_SIGNING", "INFRASTRUCTURE",
            "TLS_SERVER", "INFRASTRUCTURE",
            "AUDIT_SIGNING", "INFRASTRUCTURE",
            "MESSAGE_SEALING", "INFRASTRUCTURE",
            "DATA_ENCRYPTION", "INFRASTRUCTURE");
    for (JsonNode key : keys()) {
      boolean secret = key.get("purpose").asText().equals("DATA_ENCRYPTION");
      assertEquals(!secret, key.hasNonNull("spkiSha256"), key.toString());
      String itself = key.get(secret ? "keyId" : "spkiSha256").asText();
      assertTrue(spkis.add(itself), "one key, two lines: " + key);
      assertEquals(classes.get(key.get("purpose").asText()), key.get("keyClass").asText());
    }
    assertNotEquals(
        active("MESSAGE_SEALING", "registration").get("spkiSha256"),
        active("MESSAGE_SEALING", "revocationmanagement").get("spkiSha256"));
  }

  @Test
  @Requirement(
      value = {"KMF-b", "KM3.3"},
      kind = Kind.NEGATIVE)
  void keyOfNoPurposeOrInTheWrongDeviceIsNotMade() {
    for (Map<String, String> wrong :
        List.of(
            Map.of("purpose", "EVERYTHING"),
            Map.of("purpose", "OCSP_SIGNING,TIME_STAMP_SIGNING"),
            Map.of("token", "infra"),
            Map.of("owner", "two owners"),
            // The roles of nodes get one for the database, the owner of the schema does not.
            Map.of("purpose", "DATABASE_CLIENT", "token", "infra", "owner", "tws_owner"),
            Map.of("extractable", "true"))) {
      Map<String, String> order = new HashMap<>(RESPONDER);
      order.putAll(wrong);
      mayNot("GENERATE_KEY", order);
    }
  }

  @Test
  @Requirement(
      value = {"KM2.3-s3", "KM2.4a", "KM4.2-s2"},
      kind = Kind.NEGATIVE)
  void certificateThatIsNotForThisKeyOrNotGenuineIsNotImported() throws Exception {
    Map<String, String> order = new HashMap<>(RESPONDER);
    order.put("purpose", "CERTIFICATE_SIGNING");
    order.put("owner", "second");
    order.put("token", "ca");
    JsonNode made = journey.operation("GENERATE_KEY", order);
    assertFalse(made.get("pkcs10").asText().isEmpty());
    String keyId = made.get("keyId").asText();
    try {
      byte[] root = system.certificate("root.pem").getEncoded();
      byte[] altered = root.clone();
      altered[altered.length - 4] ^= 1;
      byte[] crl =
          system
              .anonymous()
              .getUri(java.net.URI.create(system.value("publicHttp") + "/crl/root.crl"))
              .expect(200)
              .octets();
      for (byte[] issuer : List.of(root, altered)) {
        mayNot(
            "IMPORT_CA_CERTIFICATE",
            Map.of(
                "owner", "second",
                "certificate", base64(system.certificate("ca.pem").getEncoded()),
                "issuer", "root",
                "issuerCertificate", base64(issuer),
                "issuerCrl", base64(crl)));
      }
      assertEquals("GENERATED", key(keyId).get("state").asText());
    } finally {
      journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
    }
    assertEquals("DESTROYED", key(keyId).get("state").asText());
  }

  private static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  @Test
  @Requirement({"KM3.2", "KM3.1"})
  void caKeyIsSwitchedOnByTwoPersonsAndNothingIsLostMeanwhile() {
    String keyId = active("CERTIFICATE_SIGNING", "issuing").get("keyId").asText();
    String id = journey.submit(Subscriber.named("Patient"));
    journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    try {
      journey.approve(id).expect(503);
      Answer requested = journey.request("ACTIVATE_KEY", Map.of("keyId", keyId)).expect(201);
      assertEquals("INACTIVE", key(keyId).get("state").asText());
      assertFalse(
          system.anonymous().get("/applications/" + id).expect(200).json().hasNonNull("serial"));
      journey.withdraw(requested);
    } finally {
      journey.operation("ACTIVATE_KEY", Map.of("keyId", keyId));
    }
    assertEquals("CERTIFIED", journey.approve(id).expect(200).json().get("state").asText());
  }

  @Test
  @Requirement(
      value = {"KM3.1", "KM5.1"},
      kind = Kind.NEGATIVE)
  void validCaKeyIsNotDestroyedAndNoOtherRoleTouchesKeys() {
    String keyId = active("CERTIFICATE_SIGNING", "issuing").get("keyId").asText();
    mayNot("DESTROY_KEY", Map.of("keyId", keyId));
    mayNot("DESTROY_KEY", Map.of("keyId", keyId, "evenThoughCertificateIsValid", "yes"));
    for (String account :
        List.of(
            "registration-officer-1",
            "revocation-officer-1",
            "system-administrator-1",
            "system-operator-1",
            "system-auditor-1")) {
      for (String type :
          List.of(
              "GENERATE_KEY", "DEACTIVATE_KEY", "ACTIVATE_KEY", "COMPROMISE_KEY", "DESTROY_KEY")) {
        journey
            .as(account)
            .post("/operations", Map.of("type", type, "parameters", Map.of("keyId", keyId)))
            .expect(403);
      }
    }
    assertEquals("ACTIVE", key(keyId).get("state").asText());
  }
}
