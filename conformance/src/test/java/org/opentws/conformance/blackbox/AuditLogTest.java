package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.audit.AuditEventType;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** The audit log: who may look, what stands in it, that it proves itself. */
@Tag("blackbox")
class AuditLogTest {
  private final RunningSystem system = RunningSystem.get();
  private final Client auditor = system.officer("system-auditor-1");

  private JsonNode records(String query) {
    return auditor.get("/audit/records?" + query).expect(200).json().get("records");
  }

  @Test
  @Requirement({"AA1.1a", "AA4.1"})
  void whatTheCeremonyDidStandsInTheLog(TestReporter evidence) {
    for (String type :
        List.of(
            "INSTALLATION",
            "KEY_GENERATED",
            "OPERATION_APPROVED",
            "CERTIFICATE_GENERATED",
            "STATUS_CHANGED",
            "OCSP_ANSWERED",
            "TIME_STAMP_ISSUED",
            "LOGIN")) {
      JsonNode records = records("type=" + type);
      assertTrue(records.size() > 0, type);
      evidence.publishEntry(type, records.get(0).toString());
    }
  }

  @Test
  @Requirement({"AA1.1c"})
  void theStartOfTheAuditFunctionIsTheFirstRecord() {
    JsonNode oldest = records("before=1&limit=1");
    assertEquals(0, oldest.get(0).get("index").asLong());
    assertEquals("AUDIT_STARTED", oldest.get(0).get("type").asText());
  }

  @Test
  @Requirement({"AA3.1a", "AA3.1b", "AA3.1c", "AA3.1d", "AA4.2", "AA8.1"})
  void everyRecordSaysWhenWhatWhoAndHowItEnded() {
    Set<String> types = new HashSet<>();
    for (AuditEventType type : AuditEventType.values()) {
      types.add(type.name());
    }
    for (JsonNode record : all()) {
      String at = record.get("at").asText();
      assertTrue(at.matches("20[0-9]{2}-[0-9T:-]+(\\.[0-9]{3})?Z"), at);
      assertTrue(types.contains(record.get("type").asText()), record.toString());
      assertFalse(record.get("title").asText().isBlank(), record.toString());
      assertFalse(record.get("actor").asText().isBlank(), record.toString());
      assertTrue(
          Set.of("SUCCESS", "REFUSED", "FAILURE").contains(record.get("outcome").asText()),
          record.toString());
      assertTrue(
          Set.of("INSYNC", "OUT_OF_SYNC", "UNKNOWN").contains(record.get("clockState").asText()));
    }
  }

  /** Everything, page by page. */
  private List<JsonNode> all() {
    List<JsonNode> all = new ArrayList<>();
    String query = "limit=500";
    while (!query.isEmpty()) {
      JsonNode page = auditor.get("/audit/records?" + query).expect(200).json();
      page.get("records").forEach(all::add);
      JsonNode next = page.get("next");
      query = next == null || next.isNull() ? "" : "limit=500&before=" + next.asLong();
    }
    return all;
  }

  @Test
  @Requirement({"AA4.1"})
  void searchFindsExactlyWhatTheWholeLogHolds() {
    List<JsonNode> all = all();
    for (int i = 1; i < all.size(); i++) {
      assertEquals(
          all.get(i - 1).get("index").asLong() - 1,
          all.get(i).get("index").asLong(),
          "no record is left out between pages");
    }
    long end = all.get(0).get("index").asLong() + 1;
    JsonNode middle = all.get(all.size() / 2);
    String from = middle.get("at").asText();
    String to = Instant.parse(from).plus(20, ChronoUnit.SECONDS).toString();
    for (Map<String, String> filter :
        List.of(
            Map.of("user", "security-officer-1"),
            Map.of("type", "LOGIN"),
            Map.of("outcome", "REFUSED"),
            Map.of("from", from, "to", to),
            Map.of("user", "security-officer-2", "type", "LOGIN", "outcome", "SUCCESS"))) {
      List<Long> expected =
          all.stream()
              .filter(one -> meets(one, filter))
              .map(one -> one.get("index").asLong())
              .limit(500)
              .toList();
      StringBuilder query = new StringBuilder("limit=500&before=" + end);
      filter.forEach((name, value) -> query.append('&').append(name).append('=').append(value));
      List<Long> found = new ArrayList<>();
      records(query.toString()).forEach(one -> found.add(one.get("index").asLong()));
      assertEquals(expected, found, query.toString());
      assertFalse(filter.containsKey("user") && found.isEmpty(), query.toString());
    }
  }

  private static boolean meets(JsonNode record, Map<String, String> filter) {
    Instant at = Instant.parse(record.get("at").asText());
    return record.get("actor").asText().equals(filter.getOrDefault("user", actor(record)))
        && record
            .get("type")
            .asText()
            .equals(filter.getOrDefault("type", record.get("type").asText()))
        && record
            .get("outcome")
            .asText()
            .equals(filter.getOrDefault("outcome", record.get("outcome").asText()))
        && (!filter.containsKey("from") || !at.isBefore(Instant.parse(filter.get("from"))))
        && (!filter.containsKey("to") || at.isBefore(Instant.parse(filter.get("to"))));
  }

  private static String actor(JsonNode record) {
    return record.get("actor").asText();
  }

  @Test
  @Requirement(
      value = {"AA4.1"},
      kind = Kind.NEGATIVE)
  void aFilterThatCannotBeUnderstoodIsRefused() {
    for (String query :
        List.of(
            "from=yesterday",
            "from=2026-01-01",
            "from=-999999999-01-01T00:00:00Z",
            "to=%2B999999999-01-01T00:00:00Z",
            "from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z",
            "type=NO_SUCH_EVENT",
            "type=",
            "type=login",
            "outcome=1",
            "user=",
            "user=a%00b",
            "user=%0d%0a",
            "user=" + "x".repeat(1201),
            "user=a&user=b",
            "before=-1",
            "before=99999999999999999999",
            "limit=0",
            "limit=501",
            "limit=many",
            "usr=somebody")) {
      Answer refused = auditor.get("/audit/records?" + query).expect(400);
      assertEquals("application/problem+json", refused.header("Content-Type").split(";")[0], query);
      assertFalse(refused.json().get("detail").asText().isBlank(), query);
    }
  }

  @Test
  @Requirement({"AA4.1"})
  void anInjectedStatementIsTakenLiterally() {
    assertEquals(0, records("user=%27%20or%20%27%27%3D%27").size());
    assertEquals(0, records("user=x%27%3Bdrop%20table%20audit_record%3B--").size());
    assertTrue(records("limit=1").size() == 1);
  }

  @Test
  @Requirement(
      value = {"AA5.1", "AA4.1"},
      kind = Kind.NEGATIVE)
  void onlyTheAuditorReadsTheLog() {
    for (String other :
        List.of(
            "security-officer-1",
            "registration-officer-1",
            "revocation-officer-1",
            "system-administrator-1",
            "system-operator-1")) {
      system.officer(other).get("/audit/records").expect(403);
      system.officer(other).post("/audit/verification", Map.of()).expect(403);
    }
    system.anonymous().get("/audit/records").expect(401);
    system.anonymous().post("/audit/verification", Map.of()).expect(401);
  }

  @Test
  @Requirement(
      value = {"AA5.2"},
      kind = Kind.NEGATIVE)
  void theLogCannotBeWrittenByRest() {
    auditor.post("/audit/records", Map.of()).expect(405);
    auditor.delete("/audit/records").expect(405);
    auditor.delete("/audit/records/1").expect(404);
  }

  @Test
  @Requirement({"AA7.1", "AA7.2"})
  void theLogVerifies(TestReporter evidence) {
    JsonNode verified = auditor.post("/audit/verification", Map.of()).expect(200).json();
    evidence.publishEntry("verification", verified.toString());
    assertEquals("OK", verified.get("result").asText(), verified.toString());
    assertTrue(verified.get("covered").asLong() > 0, verified.toString());
    assertTrue(verified.get("covered").asLong() <= verified.get("records").asLong());
  }

  @Test
  @Requirement({"AA1.1b", "AA5.1"})
  void eachLookAtTheLogIsRecorded() {
    records("type=CRL_GENERATED&outcome=FAILURE");
    auditor.post("/audit/verification", Map.of()).expect(200);
    JsonNode search = records("type=AUDIT_SEARCHED&user=system-auditor-1&limit=2").get(1);
    assertEquals("CRL_GENERATED", search.get("details").get("type").asText(), search.toString());
    JsonNode verified = records("type=AUDIT_VERIFIED&user=system-auditor-1&limit=1").get(0);
    assertEquals("SUCCESS", verified.get("outcome").asText(), verified.toString());
  }

  @Test
  @Requirement({"AA3.1d"})
  void refusedAccessIsRecorded() {
    Client operator = system.officer("system-operator-1");
    operator.get("/audit/records").expect(403);
    JsonNode denied = records("type=ACCESS_DENIED&user=system-operator-1&outcome=REFUSED");
    assertTrue(denied.size() > 0);
  }
}
