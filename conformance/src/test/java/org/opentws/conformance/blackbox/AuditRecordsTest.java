package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** What stands in the records (5.2.6): each event of a certificate's, a key's, a login's life. */
@Tag("blackbox")
class AuditRecordsTest {
  private static final String AUDITOR = "system-auditor-1";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  private List<JsonNode> records(String query) {
    JsonNode found =
        journey.as(AUDITOR).get("/audit/records?" + query).expect(200).json().get("records");
    return StreamSupport.stream(found.spliterator(), false).toList();
  }

  private List<String> typesAbout(Instant from, String about) {
    return records("limit=500&from=" + from).stream()
        .filter(record -> record.toString().contains(about))
        .map(record -> record.get("type").asText())
        .toList();
  }

  private static void all(List<String> found, String... expected) {
    List<String> missing = new ArrayList<>(List.of(expected));
    missing.removeAll(found);
    assertEquals(List.of(), missing, "not recorded; recorded are " + found);
  }

  @Test
  @Requirement({"R3.1-i", "R3.1-ii", "CG4.1c", "AA1.1a", "AA1.1b", "RM3.1"})
  void lifeOfASubjectsCertificateStandsInTheLog() {
    Instant from = Instant.now().minusSeconds(1);
    Issued issued = journey.issue(Subscriber.named("Recorded"));
    journey.revoke(issued.serial(), "superseded").expect(200);
    all(typesAbout(from, issued.id()), "APPLICATION_SUBMITTED", "APPLICATION_APPROVED");
    all(
        typesAbout(from, issued.serial()),
        "CERTIFICATE_GENERATED",
        "STATUS_CHANGE_REQUESTED",
        "STATUS_CHANGED");
  }

  @Test
  @Requirement(
      value = {"R3.1-i", "R3.1-ii", "CG4.1c"},
      kind = Kind.NEGATIVE)
  void rejectionIsRecordedAndNoCertificateIs() {
    Instant from = Instant.now().minusSeconds(1);
    String id = journey.submit(Subscriber.named("Rejected"));
    journey
        .as("registration-officer-1")
        .post("/applications/" + id + "/rejection", Map.of("reason", "not the person"))
        .expect(200);
    List<String> types = typesAbout(from, id);
    all(types, "APPLICATION_SUBMITTED", "APPLICATION_REJECTED");
    assertFalse(types.contains("APPLICATION_APPROVED"));
    assertFalse(types.contains("CERTIFICATE_GENERATED"));
  }

  @Test
  @Requirement("CG4.1b")
  void keysOfTheCeremonyAndBothPersonsStandInTheLog() {
    List<JsonNode> generated = records("type=KEY_GENERATED&limit=500");
    for (String owner : List.of("issuing", "tsu-1", "registration")) {
      assertTrue(
          generated.stream()
              .map(JsonNode::toString)
              .anyMatch(
                  text ->
                      text.contains(owner)
                          && text.contains("security-officer-1")
                          && text.contains("security-officer-2")),
          owner + ": " + generated);
    }
  }

  @Test
  @Requirement(value = "CG4.1b", kind = Kind.NEGATIVE)
  void rejectedKeyCeremonyLeavesARecordButNoKey() {
    Instant from = Instant.now().minusSeconds(1);
    Answer requested =
        journey.request(
            "GENERATE_KEY",
            Map.of(
                "purpose", "OCSP_SIGNING",
                "owner", "issuing",
                "token", "tsp",
                "algorithm", "EC:secp256r1"));
    String id = requested.expect(201).json().get("id").asText();
    journey
        .as("security-officer-2")
        .post("/operations/" + id + "/rejection", Map.of("reason", "only a check"))
        .expect(200);
    all(typesAbout(from, id), "OPERATION_REQUESTED", "OPERATION_REJECTED");
    assertEquals(List.of(), records("type=KEY_GENERATED&from=" + from));
  }

  @Test
  @Requirement({"AA3.1a", "AA3.1b", "AA3.1c", "AA3.1d", "AA4.2", "NET2.2", "AA8.1"})
  void everyRecordSaysWhenWhatWhoAndHowItEnded() {
    Instant now = Instant.now();
    List<JsonNode> records = records("limit=500");
    assertTrue(records.size() > 50);
    assertEquals("INSYNC", records.get(0).get("clockState").asText(), "" + records.get(0));
    for (JsonNode record : records) {
      Instant time = Instant.parse(record.get("at").asText());
      assertFalse(time.isAfter(now.plusSeconds(5)), record.toString());
      assertTrue(
          Set.of("INSYNC", "OUT_OF_SYNC", "UNKNOWN").contains(record.get("clockState").asText()),
          record.toString());
      assertFalse(record.get("title").asText().isBlank(), record.toString());
      assertTrue(record.get("type").asText().matches("[A-Z_]{3,}"), record.toString());
      assertFalse(record.get("actor").asText().isBlank(), record.toString());
      assertTrue(
          Set.of("SUCCESS", "REFUSED", "FAILURE").contains(record.get("outcome").asText()),
          record.toString());
    }
  }

  @Test
  @Requirement(
      value = {"AA3.1c", "AA3.1d", "AA1.1a", "NET2.1c"},
      kind = Kind.NEGATIVE)
  void failedLoginIsRecordedAsRefusedAndNotAsALogin() {
    Instant from = Instant.now().minusSeconds(1);
    system.withCertificateOf("registration-officer-2").tryLogin("not it").expect(401);
    List<JsonNode> refused = records("type=LOGIN&user=registration-officer-2&from=" + from);
    assertEquals(1, refused.size(), refused.toString());
    assertFalse(refused.get(0).get("outcome").asText().equals("SUCCESS"), refused.toString());
    assertFalse(refused.get(0).toString().contains("not it"), "the password is in the log");
    system.officer("registration-officer-2");
    assertEquals(
        1, records("type=LOGIN&outcome=SUCCESS&user=registration-officer-2&from=" + from).size());
  }

  @Test
  @Requirement({"AA4.1", "NET2.4", "M1.2f", "AA5.1", "NET2.1c"})
  void filtersFindWhatAFullReadFinds() {
    Instant from = Instant.now().minusSeconds(1);
    system.officer("revocation-officer-1").get("/operations").expect(200);
    system.officer("registration-officer-2").get("/operations").expect(200);
    List<JsonNode> everything = records("limit=500&from=" + from);
    for (String user : List.of("revocation-officer-1", "registration-officer-2")) {
      List<String> expected =
          everything.stream()
              .filter(record -> record.get("type").asText().equals("LOGIN"))
              .filter(record -> record.get("actor").asText().equals(user))
              .map(JsonNode::toString)
              .toList();
      assertFalse(expected.isEmpty(), user);
      assertEquals(
          expected,
          records("type=LOGIN&user=" + user + "&from=" + from).stream()
              .map(JsonNode::toString)
              .toList());
    }
    assertEquals(List.of(), records("to=" + Instant.EPOCH.plusSeconds(1)));
  }

  @Test
  @Requirement(value = "AA4.1", kind = Kind.NEGATIVE)
  void hostileAndMisspeltFiltersFindNothingByAccident() {
    Client auditor = journey.as(AUDITOR);
    for (String wrong :
        List.of("type=NOTHING", "typ=LOGIN", "from=yesterday", "outcome=GOOD", "limit=-1")) {
      assertEquals(400, auditor.get("/audit/records?" + wrong).status(), wrong);
    }
    String injected = URLEncoder.encode("x' or '1'='1", StandardCharsets.UTF_8);
    assertEquals(List.of(), records("user=" + injected));
  }

  @Test
  @Requirement(
      value = {"AA5.2", "AA5.1", "NET2.4", "AA4.2"},
      kind = Kind.NEGATIVE)
  void nobodyWritesAndNobodyElseReads() {
    Client auditor = journey.as(AUDITOR);
    auditor.delete("/audit/records").expect(405);
    auditor.post("/audit/records", Map.of()).expect(405);
    for (String account :
        List.of(
            "security-officer-1",
            "registration-officer-1",
            "revocation-officer-1",
            "system-administrator-1",
            "system-operator-1")) {
      journey.as(account).get("/audit/records").expect(403);
      journey.as(account).post("/audit/verification", Map.of()).expect(403);
    }
    system.anonymous().get("/audit/records").expect(401);
  }

  @Test
  @Requirement({"AA5.2", "AA7.1", "AA7.2"})
  void logOnlyGrowsAndVerifies() {
    JsonNode first = journey.as(AUDITOR).post("/audit/verification", Map.of()).expect(200).json();
    assertEquals("OK", first.get("result").asText(), first.toString());
    system.officer("revocation-officer-1");
    JsonNode second = journey.as(AUDITOR).post("/audit/verification", Map.of()).expect(200).json();
    assertEquals("OK", second.get("result").asText(), second.toString());
    assertTrue(second.get("records").asLong() > first.get("records").asLong());
  }
}
