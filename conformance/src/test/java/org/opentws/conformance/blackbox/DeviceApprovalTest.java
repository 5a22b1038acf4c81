package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * A second node in production mode, whose devices say that they are an evaluated maker's: keys are
 * made and used in devices on the list only, until their evaluation is over.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class DeviceApprovalTest {
  private static final int NOTICED_SECONDS = 30;
  private static final String CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";
  private static final String PASSWORD_HASH =
      "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$"
          + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  private static final String VALID = LocalDate.now(ZoneOffset.UTC).plusYears(4).toString();
  private static final String OVER = LocalDate.now(ZoneOffset.UTC).minusDays(2).toString();

  private static final RunningSystem FIRST = RunningSystem.get();
  private static final SecondNode NODE = new SecondNode(FIRST);
  private static final RunningSystem SYSTEM = NODE.system();
  private static final Path RUN = new Node(FIRST).run();
  private static final Path LIST = RUN.resolve("config/approved-devices.json");
  private static final PretendedDevice DEVICE = new PretendedDevice(FIRST, RUN);

  private static final Path ROOTS = RUN.resolve("config/attestation-roots.pem");
  private static final OfficerDevice TOKEN = new OfficerDevice().publishRoot(ROOTS);

  private final Journey journey = new Journey(SYSTEM);
  private final String unit = "approved-" + UUID.randomUUID().toString().substring(0, 8);
  private final Instant begin = Instant.now();
  private final List<String> keys = new ArrayList<>();

  @BeforeAll
  static void startInProduction() {
    for (String token : List.of("ca", "tsp", "infra")) {
      DEVICE.pretend(token);
    }
    list(line(PretendedDevice.MAKER, PretendedDevice.MODEL, "any", VALID));
    NODE.configure(
        List.of(
            "opentws.keymanagement.mode=production",
            "opentws.keymanagement.approved-devices=" + LIST,
            "opentws.certificategeneration.attestation-roots=" + ROOTS,
            "opentws.hsm.library=" + DEVICE.library()));
    NODE.start();
    new Activation(SYSTEM).ensureOpen();
  }

  @AfterAll
  static void stop() {
    NODE.stop();
  }

  @BeforeEach
  void allAreApproved() {
    DEVICE.pretend("tsp");
    list(line(PretendedDevice.MAKER, PretendedDevice.MODEL, "any", VALID));
    for (String token : List.of("ca", "tsp", "infra")) {
      await(token, "APPROVED");
    }
  }

  @AfterEach
  void destroyKeys() {
    for (String key : keys) {
      journey.operation("DEACTIVATE_KEY", Map.of("keyId", key));
      journey.operation("DESTROY_KEY", Map.of("keyId", key));
    }
  }

  private static String line(String maker, String model, String serial, String expires) {
    return """
        {"manufacturer": "%s", "model": "%s", "firmware": "any", "serial": "%s", "scheme": "EUCC",
         "certificate": "EUCC-3090-2026-11", "expires": "%s",
         "purposes": ["CERTIFICATE_SIGNING", "OCSP_SIGNING", "TIME_STAMP_SIGNING",
           "MANAGEMENT_CERTIFICATE_SIGNING", "AUDIT_SIGNING", "MESSAGE_SEALING"]}
        """
        .formatted(maker, model, serial, expires);
  }

  /** Moved into its place: the node reads it whenever it likes. */
  private static void list(String... lines) {
    try {
      Path made = LIST.resolveSibling("approved-devices.new");
      Files.writeString(made, "[" + String.join(",\n", lines) + "]");
      Files.move(made, LIST, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The two other devices stay approved; the line of this one, if any, is given. */
  private void listInstead(String... own) {
    List<String> lines = new ArrayList<>(List.of(own));
    for (String token : List.of("ca", "infra")) {
      lines.add(line(PretendedDevice.MAKER, PretendedDevice.MODEL, serial(token), VALID));
    }
    list(lines.toArray(String[]::new));
  }

  private JsonNode device(String token) {
    return journey.device(token);
  }

  private String serial(String token) {
    return device(token).get("serialNumber").asText();
  }

  private void await(String token, String approval) {
    Within.seconds(NOTICED_SECONDS)
        .until(
            token + " " + approval, () -> device(token).path("approval").asText().equals(approval));
  }

  private Map<String, String> order(String purpose, String owner, String token) {
    return Map.of("purpose", purpose, "owner", owner, "token", token, "algorithm", "EC:secp256r1");
  }

  private Map<String, String> unitKey() {
    return order("TIME_STAMP_SIGNING", unit, "tsp");
  }

  private StampClient unit(String name) {
    return new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa") + "/" + name));
  }

  private String records(String type) {
    return journey
        .as("system-auditor-1")
        .get("/audit/records?limit=200&type=" + type + "&from=" + begin)
        .expect(200)
        .text();
  }

  private void refusedAndRecorded(String purpose, String token, String why) {
    Client.Answer refused =
        journey.request("GENERATE_KEY", order(purpose, unit, token)).expect(409);
    assertTrue(refused.json().get("type").asText().endsWith("device-not-approved"), refused.text());
    assertTrue(refused.text().contains(why), refused.text());
    String recorded = records("DEVICE_REFUSED");
    for (String word : List.of(purpose, serial(token), why)) {
      assertTrue(recorded.contains(word), word + ": " + recorded);
    }
  }

  private String health() {
    return SYSTEM
        .anonymous()
        .getUri(URI.create(SYSTEM.value("publicHttp") + "/health/ready"))
        .text();
  }

  @Test
  @Requirement({"KM1.2", "KM6.2", "TS4.1"})
  void unitWhoseDeviceIsApprovedStampsWithItsNewKey() throws Exception {
    assertTrue(health().contains("\"mode\":\"production\""), health());
    JsonNode device = device("tsp");
    assertEquals("false", device.get("testDevice").asText());
    assertEquals("EUCC-3090-2026-11", device.get("evaluation").get("certificate").asText());
    assertEquals(VALID, device.get("evaluation").get("expires").asText());
    assertFalse(device.get("serialNumber").asText().isEmpty());

    JsonNode made = journey.operation("GENERATE_KEY", unitKey());
    keys.add(made.get("keyId").asText());
    journey.operation("DEFINE_TIME_STAMPING_UNIT", Map.of("unit", unit, "policy", policy()));
    Within.seconds(NOTICED_SECONDS)
        .until(
            "the unit is offered",
            () -> unit(unit).post(StampClient.request("new")).status() == 200);
    TimeStampToken token = unit(unit).granted("in an approved device");
    X509CertificateHolder signer =
        (X509CertificateHolder)
            token.getCertificates().getMatches(token.getSID()).iterator().next();
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    assertEquals(made.get("serial").asText(), signer.getSerialNumber().toString(16));
    journey.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", unit));
  }

  private String policy() {
    return "2.999.419261.7." + Long.parseLong(unit.substring("approved-".length()), 16);
  }

  @Test
  @Requirement(
      value = {"KM1.2", "KM6.2", "TS4.1"},
      kind = Kind.NEGATIVE)
  void deviceThatIsNotListedMakesNoKeyAndItsKeysSignNothing() {
    String good = FIRST.value("serial");
    assertEquals("granted", unit("tsu-1").outcome());
    listInstead();
    await("tsp", "NOT_APPROVED");
    refusedAndRecorded("TIME_STAMP_SIGNING", "tsp", "not on the list of approved devices");
    assertEquals("systemFailure", new RelyingParty(SYSTEM).timeStamp());
    assertEquals("trylater", new RelyingParty(SYSTEM).ocsp(good));
    assertTrue(health().contains("not approved: tsp"), health());
    Within.seconds(NOTICED_SECONDS)
        .until("KEY_USE_REFUSED", () -> records("KEY_USE_REFUSED").contains("is not approved"));
    assertTrue(records("ALARM_RAISED").contains("DEVICE_NOT_APPROVED"));
    // Test mode asks for no approval, and says so.
    assertEquals("granted", new RelyingParty(FIRST).timeStamp());
    String other = new Node(FIRST).readiness().text();
    assertTrue(other.contains("\"mode\":\"test\""), other);
  }

  @Test
  @Requirement(
      value = {"KM1.2", "TS4.1"},
      kind = Kind.NEGATIVE)
  void deviceWhoseEvaluationIsOverTakesNoNewKeyAndKeepsThoseInUse() {
    listInstead(line(PretendedDevice.MAKER, PretendedDevice.MODEL, serial("tsp"), OVER));
    await("tsp", "LAPSED");
    refusedAndRecorded("TIME_STAMP_SIGNING", "tsp", "its certificate of evaluation is over");
    assertEquals("granted", unit("tsu-1").outcome());
    assertTrue(records("ALARM_RAISED").contains("EUCC-3090-2026-11"), "an alarm names it");
    assertFalse(health().contains("not approved"), health());
  }

  @Test
  @Requirement(
      value = {"KM1.2", "KM6.2"},
      kind = Kind.NEGATIVE)
  void softwareDeviceIsNotApprovedEvenIfSomebodyListsIt() {
    listInstead(line("SoftHSM project", "SoftHSM v2", "any", VALID));
    DEVICE.confess("tsp");
    await("tsp", "NOT_APPROVED");
    assertEquals("true", device("tsp").get("testDevice").asText());
    refusedAndRecorded("TIME_STAMP_SIGNING", "tsp", "software device for tests");
    String returned = records("DEVICE_RETURNED");
    assertTrue(returned.contains("SoftHSM v2") && returned.contains("not approved"), returned);
  }

  @Test
  @Requirement("KM1.4")
  void infrastructureKeyIsMadeInAnApprovedDevice() {
    JsonNode made = journey.operation("GENERATE_KEY", order("MESSAGE_SEALING", unit, "infra"));
    keys.add(made.get("keyId").asText());
  }

  @Test
  @Requirement(value = "KM1.4", kind = Kind.NEGATIVE)
  void infrastructureDeviceMakesNoKeyOfAPurposeThatItIsNotApprovedFor() {
    refusedAndRecorded("TLS_SERVER", "infra", "for TLS_SERVER");
  }

  private static Map<String, String> controlKey(Subscriber officer, String attestation) {
    Map<String, String> order = new HashMap<>();
    order.put("person", "Administrator of the time-stamping authority");
    order.put("pkcs10", Base64.getEncoder().encodeToString(officer.pkcs10()));
    if (!attestation.isEmpty()) {
      order.put("attestation", attestation);
    }
    return order;
  }

  @Test
  @Requirement({"KM1.4", "TS4.2"})
  void controlKeyInADeviceThatATrustedMakerAttestsIsCertified() throws Exception {
    Subscriber officer = Subscriber.named("Officer");
    JsonNode made =
        journey.operation("CERTIFY_CONTROL_KEY", controlKey(officer, TOKEN.attest(officer.keys())));
    String encoded = made.get("certificate").asText();
    X509Certificate certificate = RunningSystem.certificate(Base64.getDecoder().decode(encoded));
    certificate.verify(SYSTEM.certificate("tls-ca.pem").getPublicKey());
    assertEquals(officer.keys().getPublic(), certificate.getPublicKey());
    assertEquals(List.of(CLIENT_AUTHENTICATION), certificate.getExtendedKeyUsage());
    Map<String, String> user =
        Map.of(
            "account", unit, "person", unit, "certificate", encoded, "passwordHash", PASSWORD_HASH);
    journey.withdraw(journey.request("CREATE_USER", user).expect(201));
    // Where the policy does not demand it, as on the first node, none is asked for.
    Journey first = new Journey(FIRST);
    first.withdraw(first.request("CERTIFY_CONTROL_KEY", controlKey(officer, "")).expect(201));
  }

  @Test
  @Requirement(
      value = {"KM1.4", "TS4.2"},
      kind = Kind.NEGATIVE)
  void controlKeyWithoutAnAttestationThatHoldsIsRefused() {
    Subscriber officer = Subscriber.named("Officer");
    String ofAnotherKey = TOKEN.attest(Subscriber.ec("secp256r1"));
    String ofAStranger = new OfficerDevice().attest(officer.keys());
    String noCertificate = Base64.getEncoder().encodeToString(new byte[] {1, 2, 3});
    for (String attestation : List.of("", ofAnotherKey, ofAStranger, noCertificate)) {
      Client.Answer answer =
          journey.request("CERTIFY_CONTROL_KEY", controlKey(officer, attestation)).expect(422);
      assertTrue(answer.json().get("type").asText().endsWith("key-not-attested"), answer.text());
    }
    // And a key whose holder did not sign, although a device attests it.
    Map<String, String> stolen = controlKey(officer, TOKEN.attest(officer.keys()));
    stolen.put(
        "pkcs10",
        Base64.getEncoder()
            .encodeToString(officer.pkcs10(Subscriber.ec("secp256r1").getPrivate())));
    assertTrue(
        journey
            .request("CERTIFY_CONTROL_KEY", stolen)
            .expect(422)
            .text()
            .contains("proof-of-possession"));
  }

  @Test
  void listThatIsNotUnderstoodLeavesTheFormerInForce() {
    list("{\"manufacturer\": \"nobody\"}");
    Within.seconds(NOTICED_SECONDS)
        .until(
            "a record of the faulty list",
            () -> records("CONFIGURATION_CHANGED").contains("an approved device has no"));
    assertEquals("APPROVED", device("tsp").get("approval").asText());
    assertEquals("granted", unit("tsu-1").outcome());
  }
}
