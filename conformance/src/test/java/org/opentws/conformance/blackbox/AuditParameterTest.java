package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Parameters of the audit function, and the room for its records (AA1.1d, AA2). */
@Tag("blackbox")
class AuditParameterTest {
  private static final String CHANGE = "CHANGE_AUDIT_PARAMETERS";
  private static final String ROOM = "space-allotted-mebibytes";
  private static final String ENOUGH = "102400";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);

  private void set(String name, String value) {
    journey.operation(CHANGE, Map.of("name", name, "value", value));
  }

  @AfterEach
  void enoughRoom() {
    set(ROOM, ENOUGH);
    set("space-threshold-percent", "20");
    look.openAlarm("AUDIT_SPACE_LOW").ifPresent(journey::acknowledge);
  }

  @Test
  @Requirement({"AA1.1d", "AA1.1a"})
  void parameterChangedByTwoPersonsIsRecordedWithOldAndNewValue() {
    Instant from = Instant.now().minusSeconds(1);
    set("space-threshold-percent", "10");
    JsonNode record =
        look.records(Map.of("type", "AUDIT_PARAMETER_CHANGED", "from", from.toString())).get(0);
    assertEquals("SUCCESS", record.get("outcome").asText());
    assertEquals("security-officer-1", record.get("actor").asText());
    JsonNode details = record.get("details");
    assertEquals("space-threshold-percent", details.get("name").asText());
    assertEquals("20", details.get("valueBefore").asText());
    assertEquals("10", details.get("valueAfter").asText());
    assertEquals("security-officer-2", details.get("approver").asText());
  }

  @Test
  @Requirement(
      value = {"AA1.1d", "AA1.1c"},
      kind = Kind.NEGATIVE)
  void nobodyElseChangesAParameterAndTheAttemptIsRecorded() {
    Instant from = Instant.now();
    Map<String, Object> wanted =
        Map.of("type", CHANGE, "parameters", Map.of("name", ROOM, "value", "1"));
    for (String account :
        List.of("system-administrator-1", "system-operator-1", "registration-officer-1")) {
      journey.as(account).post("/operations", wanted).expect(403);
      assertFalse(
          look.records(Map.of("type", "ACCESS_DENIED", "user", account, "from", from.toString()))
              .isEmpty(),
          account);
    }
    look.auditor().post("/operations", wanted).expect(403);
    assertEquals(
        List.of(),
        look.records(Map.of("object", "audit-parameter:" + ROOM, "from", from.toString())));
  }

  @Test
  @Requirement(value = "AA1.1c", kind = Kind.NEGATIVE)
  void nothingSwitchesTheAuditFunctionOff() {
    for (String name : List.of("enabled", "event-types", "level", "opentws.audit.enabled", "")) {
      journey.request(CHANGE, Map.of("name", name, "value", "off")).expect(400);
    }
    for (String path : List.of("/audit", "/audit/records", "/audit/status", "/audit/records/0")) {
      int status = look.auditor().delete(path).status();
      assertTrue(status == 404 || status == 405, path + ": " + status);
    }
    assertTrue(look.status().get("writable").asBoolean());
  }

  @Test
  @Requirement(value = "AA1.1d", kind = Kind.NEGATIVE)
  void impossibleValueIsRefusedBeforeAnybodyApprovesIt() {
    for (String[] wrong :
        new String[][] {
          {"space-threshold-percent", "0"},
          {"space-threshold-percent", "100"},
          {ROOM, "-1"},
          {"alarm-mail-to", "no address"},
          {"alarm-webhook", "file:///etc/passwd"},
          {"alarm-syslog", "host"},
          {"no-such-parameter", "1"}
        }) {
      journey.request(CHANGE, Map.of("name", wrong[0], "value", wrong[1])).expect(400);
    }
  }

  @Test
  @Requirement("AA2.1")
  void roomIsTakenAccountOfAndSomeIsKeptBack() {
    JsonNode status = look.status();
    assertTrue(status.get("writable").asBoolean(), status.toString());
    assertTrue(status.get("usedOctets").asLong() > 0, status.toString());
    assertTrue(status.get("reservedOctets").asLong() >= 64L * 1024 * 1024, status.toString());
    assertTrue(status.get("signedRecords").asLong() > 0, status.toString());
    assertEquals(
        "AUDIT_STARTED",
        look.records(Map.of("before", "1")).get(0).get("type").asText(),
        "the oldest record is still read");
  }

  @Test
  @Requirement({"AA2.2", "AA2.3", "AA6.1"})
  void beyondItsRoomTheLogGoesOnAndAnAlarmIsRaisedOnce() {
    Answer first = look.auditor().get("/audit/records?before=1").expect(200);
    long records = look.status().get("sealedRecords").asLong();
    set(ROOM, "1");
    JsonNode alarm =
        Within.seconds(60).get("an alarm about the room", () -> look.openAlarm("AUDIT_SPACE_LOW"));
    assertEquals(1, alarm.get("occurrences").asLong(), alarm.toString());
    for (int i = 0; i < 20; i++) {
      look.records(Map.of("type", "LOGIN"));
    }
    JsonNode status = look.status();
    assertTrue(status.get("usedOctets").asLong() > 1024 * 1024, status.toString());
    assertTrue(status.get("writable").asBoolean(), status.toString());
    assertTrue(status.get("sealedRecords").asLong() > records + 20, status.toString());
    assertEquals(first.text(), look.auditor().get("/audit/records?before=1").text());
    assertEquals("OK", look.verification().get("result").asText());
    set(ROOM, ENOUGH);
    Within.seconds(30)
        .until(
            "a record that there is room again",
            () ->
                look.records(Map.of("type", "AUDIT_SPACE_CHANGED"))
                    .get(0)
                    .get("outcome")
                    .asText()
                    .equals("SUCCESS"));
  }

  @Test
  @Requirement(value = "AA2.3", kind = Kind.NEGATIVE)
  void aboveTheThresholdThereIsNoAlarm() {
    Instant from = Instant.now();
    long left = look.status().get("leftPercent").asLong();
    assertTrue(left > 20, "this machine's disk has " + left + " percent left");
    set("space-threshold-percent", Long.toString(Math.max(1, left - 15)));
    set("space-threshold-percent", "20");
    assertEquals(
        List.of(),
        look.records(
            Map.of("type", "AUDIT_SPACE_CHANGED", "outcome", "FAILURE", "from", from.toString())));
    assertTrue(look.openAlarm("AUDIT_SPACE_LOW").isEmpty());
  }
}
