package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Keys that the running server makes, in a ceremony with a witness and a signed report. */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class OnlineCeremonyTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();

  private final Journey journey = new Journey(SYSTEM);
  private final Node node = new Node(SYSTEM);
  private final String unit = "held-" + UUID.randomUUID().toString().substring(0, 8);
  private final Path report = node.run().resolve("ceremony").resolve(unit);

  @BeforeEach
  void defineTheUnit() {
    new Activation(SYSTEM).ensureOpen();
    String policy = "2.999.419261.7." + Long.parseLong(unit.substring("held-".length()), 16);
    journey.operation("DEFINE_TIME_STAMPING_UNIT", Map.of("unit", unit, "policy", policy));
  }

  @AfterEach
  void putAway() {
    journey.operation("WITHDRAW_TIME_STAMPING_UNIT", Map.of("unit", unit));
    for (JsonNode key : keys()) {
      String keyId = key.get("keyId").asText();
      if (key.get("state").asText().equals("ACTIVE")) {
        journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
      }
      journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
    }
  }

  private List<JsonNode> keys() {
    List<JsonNode> keys = new ArrayList<>();
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("owner").asText().equals(unit)) {
        keys.add(key);
      }
    }
    return keys;
  }

  private Node.Said held(String script) {
    return node.launcher(
        "ceremony",
        script,
        "server=" + SYSTEM.value("publicHttps"),
        "unit=" + unit,
        "report=" + report,
        "confirm=demo");
  }

  @Test
  @Requirement({"KM1.3", "CG4.1b"})
  void unitGetsItsKeyAndASpareAndTheReportIsSignedByThree() throws Exception {
    held("tsu.yaml").expectOk();
    StampClient stamps =
        new StampClient(SYSTEM.anonymous(), URI.create(SYSTEM.value("tsa") + "/" + unit));
    Within.seconds(30)
        .until("the unit stamps", () -> stamps.post(StampClient.request("held")).status() == 200);

    byte[] said = Files.readAllBytes(Path.of(report + ".json"));
    JsonNode told = new ObjectMapper().readTree(said);
    assertEquals(2, told.get("keys").size());
    List<JsonNode> keys = keys();
    for (JsonNode listed : told.get("keys")) {
      JsonNode key =
          keys.stream()
              .filter(each -> each.get("keyId").equals(listed.get("id")))
              .findFirst()
              .orElseThrow();
      assertEquals(key.get("spkiSha256"), listed.get("publicKeySha256"));
      assertEquals("EC:secp256r1", listed.get("algorithm").asText());
    }
    JsonNode step = told.get("steps").get(0).get("facts");
    assertEquals("security-officer-1", step.get("requestedBy").asText());
    assertEquals("security-officer-2", step.get("approvedBy").asText());
    assertEquals(1, told.get("devices").size());
    assertFalse(told.at("/devices/0/serialNumber").asText().isEmpty());
    CMSSignedData signed =
        new CMSSignedData(
            new CMSProcessableByteArray(said), Files.readAllBytes(Path.of(report + ".p7s")));
    assertEquals(3, signed.getSignerInfos().size());
    assertTrue(Files.exists(Path.of(report + ".pdf")));
  }

  @Test
  @Requirement(
      value = {"KM1.3"},
      kind = Kind.NEGATIVE)
  void personWhoMayNotAgreeMakesTheCeremonyEndWithoutAKey(@TempDir Path scratch)
      throws IOException {
    String shipped = Files.readString(Path.of("../tools/src/main/ceremonies/tsu.yaml"));
    Path script = scratch.resolve("tsu.yaml");
    Files.writeString(
        script,
        shipped.replace(
            "{account: security-officer-2, name: Security Officer 2,",
            "{account: registration-officer-1, name: Registration Officer 1,"));
    Node.Said said = held(script.toString());
    assertNotEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains("403"), said.text());
    assertEquals(List.of(), keys());
  }
}
