package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** The audit log: who may look, what stands in it, that it proves itself. */
@Tag("blackbox")
class AuditLogTest {
  private final RunningSystem system = RunningSystem.get();

  @Test
  @Requirement({"AA1.1a", "AA3.1a", "AA4.1"})
  void whatTheCeremonyDidStandsInTheLog(TestReporter evidence) {
    Client auditor = system.officer("system-auditor-1");
    for (String type :
        List.of(
            "INSTALLATION",
            "KEY_GENERATED",
            "OPERATION_APPROVED",
            "CERTIFICATE_GENERATED",
            "STATUS_CHANGED")) {
      Answer found = auditor.get("/audit/records?type=" + type).expect(200);
      JsonNode records = found.json().get("records");
      assertTrue(records.size() > 0, type + ": " + found.text());
      evidence.publishEntry(type, records.get(0).toString());
    }
  }

  @Test
  @Requirement(
      value = {"AA5.1", "AA4.1"},
      kind = Kind.NEGATIVE)
  void onlyTheAuditorReadsTheLog() {
    for (String other :
        List.of("registration-officer-1", "revocation-officer-1", "system-administrator-1")) {
      system.officer(other).get("/audit/records").expect(403);
      system.officer(other).post("/audit/verification", Map.of()).expect(403);
    }
  }

  @Test
  @Requirement({"AA7.1"})
  void logVerifies(TestReporter evidence) {
    Answer verified =
        system.officer("system-auditor-1").post("/audit/verification", Map.of()).expect(200);
    evidence.publishEntry("verification", verified.text());
    assertEquals("OK", verified.json().get("result").asText(), verified.text());
  }

  @Test
  void refusedAccessIsRecorded() {
    Client operator = system.officer("system-operator-1");
    operator.get("/audit/records").expect(403);
    JsonNode denied =
        system
            .officer("system-auditor-1")
            .get("/audit/records?type=ACCESS_DENIED&user=system-operator-1")
            .expect(200)
            .json()
            .get("records");
    assertTrue(denied.size() > 0);
  }
}
