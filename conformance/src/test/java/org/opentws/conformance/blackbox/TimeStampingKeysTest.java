package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** The log tells of each stage in the life of a unit's key, and of nothing that did not happen. */
@Tag("blackbox")
class TimeStampingKeysTest {
  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Client auditor = journey.as("system-auditor-1");
  private final String unit = "keys-" + UUID.randomUUID().toString().substring(0, 8);
  private final Instant begin = Instant.now();

  private Map<String, String> order(String... more) {
    Map<String, String> order =
        new HashMap<>(
            Map.of(
                "purpose", "TIME_STAMP_SIGNING",
                "owner", unit,
                "token", "tsp",
                "algorithm", "EC:secp256r1"));
    for (int i = 0; i < more.length; i += 2) {
      order.put(more[i], more[i + 1]);
    }
    return order;
  }

  private JsonNode generated() {
    return journey.operation("GENERATE_KEY", order());
  }

  private void does(String operation, String keyId) {
    journey.operation(operation, Map.of("keyId", keyId));
  }

  /** The records of that type about that key. */
  private List<JsonNode> records(String type, String keyId) {
    JsonNode found =
        auditor
            .get("/audit/records?limit=200&type=" + type + "&from=" + begin)
            .expect(200)
            .json()
            .get("records");
    return StreamSupport.stream(found.spliterator(), false)
        .filter(record -> record.get("object").asText().equals("key:" + keyId))
        .toList();
  }

  private JsonNode theRecord(String type, String keyId) {
    List<JsonNode> records = records(type, keyId);
    assertEquals(1, records.size(), type + " of " + keyId + ": " + records);
    JsonNode details = records.get(0).get("details");
    assertEquals("security-officer-1", details.get("requester").asText());
    assertEquals("security-officer-2", details.get("approver").asText());
    assertEquals(unit, details.get("owner").asText());
    return details;
  }

  @Test
  @Requirement({"TS5.1-i", "TS5.1-ii"})
  void everyStageFromGenerationToDestructionIsRecordedWithBothPersons() {
    JsonNode first = generated();
    JsonNode second = generated();
    String former = first.get("keyId").asText();
    String key = second.get("keyId").asText();
    // Re-key: the old certificate's serial number goes, the new one's comes.
    assertEquals(
        first.get("serial").asText(), theRecord("KEY_DEACTIVATED", former).get("serial").asText());
    assertEquals(second.get("serial").asText(), theRecord("KEY_BOUND", key).get("serial").asText());
    theRecord("KEY_GENERATED", key);
    does("DEACTIVATE_KEY", key);
    theRecord("KEY_DEACTIVATED", key);
    does("ACTIVATE_KEY", key);
    theRecord("KEY_ACTIVATED", key);
    does("DEACTIVATE_KEY", key);
    does("DESTROY_KEY", key);
    theRecord("KEY_DESTROYED", key);
    does("DESTROY_KEY", former);
  }

  @Test
  @Requirement(
      value = {"TS5.1-i", "TS5.1-ii"},
      kind = Kind.NEGATIVE)
  void renewalThatASecondPersonRefusesIsRecordedAsRefusedAndNothingElseIs() {
    String key = generated().get("keyId").asText();
    String renewal = journey.request("GENERATE_KEY", order()).expect(201).json().get("id").asText();
    journey
        .as("security-officer-1")
        .approve(renewal)
        .expect(403); // One person alone renews nothing.
    journey
        .as("security-officer-2")
        .post("/operations/" + renewal + "/rejection", Map.of("reason", "not now"))
        .expect(200);
    String rejected =
        auditor
            .get("/audit/records?limit=200&type=OPERATION_REJECTED&from=" + begin)
            .expect(200)
            .text();
    assertTrue(rejected.contains(renewal), rejected);
    // Of this unit the log knows the first key alone: what was refused left no other.
    assertEquals(1, ofUnit("KEY_GENERATED"));
    assertEquals(1, ofUnit("KEY_BOUND"));
    assertEquals(0, ofUnit("KEY_DEACTIVATED"));
    does("DEACTIVATE_KEY", key);
    does("DESTROY_KEY", key);
    // What is gone does not come back, and no record says so.
    assertEquals(409, journey.request("ACTIVATE_KEY", Map.of("keyId", key)).status());
    assertEquals(0, records("KEY_ACTIVATED", key).size());
  }

  @Test
  @Requirement(value = "TS4.1", kind = Kind.NEGATIVE)
  void keyFileIsNoPlaceForTheKeyOfAUnit() {
    Map<String, String> inAFile = order();
    inAFile.put("token", "file:/tmp/tsu.p12");
    assertEquals(409, journey.request("GENERATE_KEY", inAFile).status());
    assertEquals(400, journey.request("GENERATE_KEY", order("keyFile", "/tmp/tsu.p12")).status());
    Map<String, String> definition =
        Map.of("unit", unit, "policy", "2.999.419261.8.1", "keyFile", "/tmp/tsu.p12");
    assertEquals(400, journey.request("DEFINE_TIME_STAMPING_UNIT", definition).status());
    // Nor does a node start that is told of one.
    SecondNode other = new SecondNode(system);
    other.configure(List.of("opentws.timestamping.key-file=/tmp/tsu.p12"));
    try {
      Node.Said said = new Node(system).launcher(Map.of("TWS_NODE", "b"), "start");
      assertEquals(1, said.exit(), said.text());
      assertTrue(said.text().contains("opentws.timestamping.key-file is not a known key"));
    } finally {
      other.stop();
    }
  }

  @Test
  @Requirement(value = "TS4-t2", kind = Kind.NEGATIVE)
  void relyingPartyThatAsksLearnsThatAUnitsCertificateIsRevoked() {
    JsonNode made = generated();
    String serial = made.get("serial").asText();
    RelyingParty relyingParty = new RelyingParty(system);
    assertEquals("good", relyingParty.ocsp(serial));
    journey.operation(
        "REVOKE_TSP_CERTIFICATE",
        Map.of("issuer", "issuing", "serial", serial, "reason", "keyCompromise"));
    Within.seconds(30).until("revoked", () -> relyingParty.ocsp(serial).equals("revoked"));
    does("DEACTIVATE_KEY", made.get("keyId").asText());
    does("DESTROY_KEY", made.get("keyId").asText());
  }

  private long ofUnit(String type) {
    JsonNode found =
        auditor
            .get("/audit/records?limit=200&type=" + type + "&from=" + begin)
            .expect(200)
            .json()
            .get("records");
    return StreamSupport.stream(found.spliterator(), false)
        .filter(record -> record.get("details").path("owner").asText().equals(unit))
        .count();
  }
}
