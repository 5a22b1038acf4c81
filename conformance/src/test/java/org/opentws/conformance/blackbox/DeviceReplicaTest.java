package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * A second node whose devices ca and tsp have replicas: what the one cannot do the other does, in
 * the same call; what is not the very same key signs nothing; and a key ends in both.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class DeviceReplicaTest {
  private static final int NOTICED_SECONDS = 40;

  /** A call into a device of this node may take 2 s, and all else is this machine's. */
  private static final int ANSWER_SECONDS_MAX = 10;

  private static final List<String> TOKENS = List.of("tsp", "tsp-replica");
  private static final List<String> CAS = List.of("ca", "ca-replica");

  private static final RunningSystem FIRST = RunningSystem.get();
  private static final SecondNode NODE = new SecondNode(FIRST);
  private static final RunningSystem SYSTEM = NODE.system();
  private static final PretendedDevice DEVICE = new PretendedDevice(FIRST, new Node(FIRST).run());
  private static final ReplicaTokens REPLICAS = new ReplicaTokens(FIRST);
  private static final String UNIT = "replica-" + UUID.randomUUID().toString().substring(0, 8);
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private static String unitKey = "";
  private static String responderKey = "";

  private final Instant begin = Instant.now();

  @BeforeAll
  static void startWithReplicas() {
    REPLICAS.make();
    DEVICE.well(TOKENS);
    NODE.configure(
        List.of(
            "opentws.hsm.library=" + DEVICE.library(),
            "opentws.hsm.call-timeout-millis=2000",
            "opentws.hsm.ca-replica.token-label=ca-replica",
            "opentws.hsm.tsp-replica.token-label=tsp-replica"));
    NODE.start();
    new Activation(SYSTEM).ensureOpen();
    responderKey = generated("OCSP_SIGNING", FIRST.value("issuer"), "yes");
    unitKey = generated("TIME_STAMP_SIGNING", UNIT, "yes");
    String policy = "2.999.419261.8." + Long.parseLong(UNIT.substring(8), 16);
    JOURNEY.operation("DEFINE_TIME_STAMPING_UNIT", Map.of("unit", UNIT, "policy", policy));
    Within.seconds(NOTICED_SECONDS)
        .until(
            "the unit is offered", () -> unit().post(StampClient.request("new")).status() == 200);
  }

  @AfterAll
  static void stop() {
    DEVICE.well(TOKENS);
    try {
      Within.seconds(NOTICED_SECONDS).until("tsp", () -> isUp("tsp"));
      JOURNEY.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", UNIT));
      JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", unitKey));
      JOURNEY.operation("DESTROY_KEY", Map.of("keyId", unitKey));
      // The other node has no replicas: what it signs with lies in the device alone again.
      generated("OCSP_SIGNING", FIRST.value("issuer"), "no");
      JOURNEY.operation("DESTROY_KEY", Map.of("keyId", responderKey));
    } finally {
      NODE.stop();
      REPLICAS.empty();
    }
  }

  @BeforeEach
  void wellBefore() {
    DEVICE.well(TOKENS);
    TOKENS.forEach(token -> Within.seconds(NOTICED_SECONDS).until(token, () -> isUp(token)));
    awaitReplica(unitKey, "HELD");
  }

  private static String generated(String purpose, String owner, String backup) {
    return JOURNEY
        .operation(
            "GENERATE_KEY",
            Map.of(
                "purpose", purpose,
                "owner", owner,
                "token", "tsp",
                "algorithm", "EC:secp256r1",
                "backup", backup))
        .get("keyId")
        .asText();
  }

  private static StampClient unit() {
    return new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa") + "/" + UNIT));
  }

  private static boolean isUp(String device) {
    return JOURNEY.device(device).get("up").asBoolean();
  }

  private static void awaitReplica(String keyId, String state) {
    Within.seconds(NOTICED_SECONDS)
        .until("replica " + state, () -> JOURNEY.key(keyId).path("replica").asText().equals(state));
  }

  private void awaitDown(String device) {
    Within.seconds(NOTICED_SECONDS).until(device + " is seen away", () -> !isUp(device));
  }

  private static Client.Answer readiness() {
    return SYSTEM.anonymous().getUri(NODE.uri("/health/ready"));
  }

  /** As other processes see the tokens. */
  private static boolean isInToken(String token, String label, Path folder) {
    return new TokenLook(FIRST, token, "tsp", folder).privateKeys().containsKey(label);
  }

  @Test
  @Requirement({"SO2.1c", "KM1.1"})
  void noRequestFailsWhileOneDeviceIsRemovedHangsOrFailsAndComesBack(TestReporter evidence) {
    String serial = FIRST.value("serial");
    RelyingParty relyingParty = new RelyingParty(SYSTEM);
    String status = relyingParty.ocsp(serial);
    assertTrue(Set.of("good", "revoked").contains(status), status);
    try (SteadyLoad load =
        new SteadyLoad(
            Map.of(
                "OCSP", () -> relyingParty.ocsp(serial).equals(status),
                "time-stamps", () -> unit().outcome().equals("granted")))) {
      load.answers(10);
      for (String kind : List.of("removed", "hang", "error")) {
        DEVICE.fault(kind, "tsp");
        awaitDown("tsp");
        load.answers(10);
        assertEquals(200, readiness().status(), "with its replica alone it serves on");
        DEVICE.well(TOKENS);
        Within.seconds(NOTICED_SECONDS).until("tsp is back", () -> isUp("tsp"));
        load.answers(10);
      }
      DEVICE.fault("removed", "tsp-replica");
      awaitDown("tsp-replica");
      load.answers(10);
      awaitReplica(unitKey, "UNKNOWN");
      load.end();
      evidence.publishEntry("load", load.toString());
      assertEquals(List.of(), load.failures().stream().limit(5).toList(), load.toString());
      assertTrue(load.slowestSeconds() <= ANSWER_SECONDS_MAX, load.toString());
    }
    new AuditLook(SYSTEM).awaitAlarm("DEVICE_LOST", begin);
  }

  @Test
  @Requirement(
      value = {"SO2.1c", "KM1.1"},
      kind = Kind.NEGATIVE)
  void withoutBothNothingIsSigned() {
    TOKENS.forEach(token -> DEVICE.fault("removed", token));
    assertNotEquals("granted", unit().outcome());
    TOKENS.forEach(this::awaitDown);
    assertEquals("trylater", new RelyingParty(SYSTEM).ocsp(FIRST.value("serial")));
    assertEquals(503, readiness().status());
  }

  @Test
  @Requirement(value = "KMF-a", kind = Kind.NEGATIVE)
  void anotherKeyUnderTheSameLabelIsNotUsedAndIsAnAlarm(TestReporter evidence) {
    REPLICAS.swap(JOURNEY.key(unitKey).get("label").asText());
    // What comes back is looked at, as if it were another device.
    DEVICE.fault("removed", "tsp-replica");
    awaitDown("tsp-replica");
    DEVICE.well(TOKENS);
    awaitReplica(unitKey, "REFUSED");
    evidence.publishEntry(
        "alarm", new AuditLook(SYSTEM).awaitAlarm("REPLICA_DIFFERS", begin).toString());
    DEVICE.fault("removed", "tsp");
    assertNotEquals("granted", unit().outcome());
    awaitDown("tsp");
    assertNotEquals("granted", unit().outcome());
    DEVICE.well(TOKENS);
    Within.seconds(NOTICED_SECONDS).until("tsp", () -> isUp("tsp"));

    JOURNEY.operation("REPLICATE_KEY", Map.of("keyId", unitKey));
    awaitReplica(unitKey, "HELD");
    DEVICE.fault("removed", "tsp");
    assertEquals("granted", unit().outcome());
  }

  @Test
  @Requirement({"KM5.1", "KM6.4"})
  void keyThatWasMadeWithoutTheReplicaComesIntoItAndIsDestroyedInBoth(@TempDir Path folder) {
    DEVICE.fault("removed", "tsp-replica");
    awaitDown("tsp-replica");
    String key = generated("TIME_STAMP_SIGNING", UNIT + "-2", "yes");
    String label = JOURNEY.key(key).get("label").asText();
    DEVICE.well(TOKENS);
    awaitReplica(key, "MISSING");
    assertFalse(isInToken("tsp-replica", label, folder));
    Node.Said check = new Node(FIRST).launcher(Map.of("TWS_NODE", "b"), "device", "check");
    assertEquals(1, check.exit(), check.text());
    assertTrue(check.text().contains("the key " + label + " is not in it"), check.text());
    assertFalse(check.text().contains("is another key"), check.text());
    JOURNEY.operation("REPLICATE_KEY", Map.of("keyId", key));
    awaitReplica(key, "HELD");
    assertTrue(isInToken("tsp-replica", label, folder));
    JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", key));
    JsonNode done = JOURNEY.operation("DESTROY_KEY", Map.of("keyId", key));
    assertEquals("tsp, tsp-replica", done.get("devices").asText());
    for (String token : TOKENS) {
      assertFalse(isInToken(token, label, folder), token);
    }
  }

  @Test
  @Requirement({"KM3.1", "KM3.2"})
  void replicaOfTheCasDeviceOpensAndIsLockedWithIt() {
    Activation activation = new Activation(SYSTEM);
    BackedUpKey key = BackedUpKey.made(SYSTEM, JOURNEY);
    awaitReplica(key.keyId(), "HELD");
    assertEquals("ACTIVATED", pin("ca-replica"));
    activation.lock("security-officer-1").expect(204);
    assertEquals(List.of("LOCKED", "LOCKED"), List.of(pin("ca"), pin("ca-replica")));
    awaitReplica(key.keyId(), "UNKNOWN");
    activation.open();
    assertEquals(List.of("ACTIVATED", "ACTIVATED"), List.of(pin("ca"), pin("ca-replica")));
    awaitReplica(key.keyId(), "HELD");
    assertEquals("ca, ca-replica", key.destroy().get("devices").asText());
  }

  /** A CA's device is lost, as the node with the replica sees it. */
  @Test
  @Requirement({"SO2.1c", "KM3.1"})
  void caGoesOnCertifyingWithItsReplicaAlone(TestReporter evidence) throws Exception {
    String ca = "ca-" + UNIT;
    X509Certificate authority =
        new NewCa(FIRST, JOURNEY)
            .make(ca, "C=BE,O=OpenTWS Demonstration,CN=Two devices " + UNIT, "sign-ca.yaml", "yes");
    String caKey = activeKey(ca, "CERTIFICATE_SIGNING").orElseThrow().get("keyId").asText();
    try {
      awaitReplica(caKey, "HELD");
      DEVICE.fault("removed", "ca");
      awaitDown("ca");
      generated("OCSP_SIGNING", ca, "no");
      X509Certificate responder = certificate(ca);
      responder.verify(authority.getPublicKey());
      evidence.publishEntry(
          "certified by ca-replica", responder.getSubjectX500Principal().getName());

      DEVICE.fault("removed", "ca-replica");
      awaitDown("ca-replica");
      Client.Answer asked =
          JOURNEY.request(
              "GENERATE_KEY",
              Map.of(
                  "purpose", "OCSP_SIGNING",
                  "owner", ca,
                  "token", "tsp",
                  "algorithm", "EC:secp256r1"));
      if (asked.status() == 201) {
        String operation = asked.json().get("id").asText();
        Client.Answer approved = JOURNEY.as("security-officer-2").approve(operation);
        assertFalse(approved.text().contains("EXECUTED"), approved.text());
      } else {
        assertEquals(503, asked.status(), asked.text());
      }
      assertEquals(responder, certificate(ca), "nothing was certified without a device");
    } finally {
      DEVICE.well(CAS);
      CAS.forEach(token -> Within.seconds(NOTICED_SECONDS).until(token, () -> isUp(token)));
      activeKey(ca, "OCSP_SIGNING").ifPresent(key -> ended(key.get("keyId").asText()));
      ended(caKey);
    }
  }

  private static Optional<JsonNode> activeKey(String owner, String purpose) {
    JsonNode keys = JOURNEY.as("security-officer-1").get("/keys").expect(200).json();
    return StreamSupport.stream(keys.spliterator(), false)
        .filter(key -> key.get("owner").asText().equals(owner))
        .filter(key -> key.get("purpose").asText().equals(purpose))
        .filter(key -> key.get("state").asText().equals("ACTIVE"))
        .findFirst();
  }

  private static X509Certificate certificate(String ca) {
    JsonNode key = activeKey(ca, "OCSP_SIGNING").orElseThrow();
    return RunningSystem.certificate(Base64.getDecoder().decode(key.get("certificate").asText()));
  }

  private static void ended(String keyId) {
    JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    JOURNEY.operation("DESTROY_KEY", Map.of("keyId", keyId, "evenThoughCertificateIsValid", "yes"));
  }

  private static String pin(String device) {
    return JOURNEY.device(device).get("pin").asText();
  }

  @Test
  @Requirement(value = "KM5.1", kind = Kind.NEGATIVE)
  void keyIsNotCalledDestroyedWhileItsReplicaIsAway(@TempDir Path folder) {
    String key = generated("TIME_STAMP_SIGNING", UNIT + "-3", "yes");
    String label = JOURNEY.key(key).get("label").asText();
    JOURNEY.operation("DEACTIVATE_KEY", Map.of("keyId", key));
    DEVICE.fault("removed", "tsp-replica");
    awaitDown("tsp-replica");
    Client.Answer requested = JOURNEY.request("DESTROY_KEY", Map.of("keyId", key)).expect(201);
    String operation = requested.json().get("id").asText();
    Client.Answer approved = JOURNEY.as("security-officer-2").approve(operation);
    assertFalse(approved.text().contains("EXECUTED"), approved.text());
    assertEquals("INACTIVE", JOURNEY.key(key).get("state").asText());
    for (String token : TOKENS) {
      assertTrue(isInToken(token, label, folder), token);
    }
    DEVICE.well(TOKENS);
    Within.seconds(NOTICED_SECONDS).until("the replica", () -> isUp("tsp-replica"));
    JOURNEY.operation("DESTROY_KEY", Map.of("keyId", key));
    assertEquals("DESTROYED", JOURNEY.key(key).get("state").asText());
  }
}
