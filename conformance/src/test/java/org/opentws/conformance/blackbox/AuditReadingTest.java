package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Reading, taking along and proving what stands in the log (AA3 to AA5, AA7). */
@Tag("blackbox")
class AuditReadingTest {
  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);

  private JsonNode catalogue() {
    return look.auditor().get("/audit/catalogue").expect(200).json();
  }

  @Test
  @Requirement({"AA3.1b", "AA4.2", "AA1.1a"})
  void everyRecordFitsThePublishedCatalogueAndSchema() {
    Set<String> types = new HashSet<>();
    catalogue().get("types").forEach(type -> types.add(type.get("name").asText()));
    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(look.auditor().get("/audit/schema").expect(200).json());
    JsonNode all = look.auditor().get("/audit/export?format=json").expect(200).json();
    assertTrue(all.size() > 100, "only " + all.size() + " records");
    for (JsonNode record : all) {
      assertEquals(Set.of(), schema.validate(record), record::toString);
      assertTrue(types.contains(record.get("type").asText()), record.toString());
    }
  }

  @Test
  @Requirement(value = "AA3.1b", kind = Kind.NEGATIVE)
  void typeOutsideOfTheCatalogueIsNotFoundByAccident() {
    JsonNode types = catalogue().get("types");
    Set<Integer> codes = new HashSet<>();
    types.forEach(type -> assertTrue(codes.add(type.get("code").asInt()), "code twice: " + type));
    for (String unknown : List.of("NO_SUCH_EVENT", "login", "20", "LOGIN%20", "*")) {
      assertEquals(400, look.auditor().get("/audit/records?type=" + unknown).status(), unknown);
    }
  }

  @Test
  @Requirement(
      value = {"AA3.1a", "AA8.1"},
      kind = Kind.NEGATIVE)
  void timeThatACallerSaysIsNeverTheTimeOfARecord() {
    Instant before = Instant.now().minusSeconds(5);
    Client operator = system.officer("system-operator-1");
    operator
        .send(
            operator
                .request(java.net.URI.create(system.value("api") + "/audit/records"))
                .header("X-Request-Time", "2001-01-01T00:00:00Z")
                .header("If-Modified-Since", "Mon, 01 Jan 2001 00:00:00 GMT")
                .GET())
        .expect(403);
    JsonNode record =
        look.records(Map.of("type", "ACCESS_DENIED", "user", "system-operator-1")).get(0);
    Instant at = Instant.parse(record.get("at").asText());
    assertTrue(at.isAfter(before) && at.isBefore(Instant.now().plusSeconds(5)), record.toString());
    assertEquals(at, at.truncatedTo(ChronoUnit.MILLIS));
    assertEquals("INSYNC", record.get("clockState").asText());
  }

  @Test
  @Requirement("AA3.1c")
  void personsRecordSaysWithWhichCertificateAndFromWhereAComponentsDoesNot() {
    system.officer("revocation-officer-1");
    JsonNode login = look.records(Map.of("type", "LOGIN", "user", "revocation-officer-1")).get(0);
    assertEquals("ACCOUNT", login.get("actorKind").asText());
    JsonNode details = login.get("details");
    assertEquals(
        RunningSystem.hex(system.certificate("officers/revocation-officer-1.pem")),
        details.get("certificateSerial").asText());
    assertTrue(details.get("certificateSubject").asText().contains("CN=Revocation Officer"));
    assertTrue(details.get("source").asText().startsWith("127."), details.toString());
    JsonNode crl = look.records(Map.of("type", "CRL_GENERATED")).get(0);
    assertEquals("COMPONENT", crl.get("actorKind").asText());
    assertFalse(crl.get("details").has("certificateSerial"));
  }

  @Test
  @Requirement({"AA4.1", "AA4.2"})
  void historyOfACertificateHoldsItsWholeLife() {
    Journey.Issued issued = journey.issue(Subscriber.named("History"));
    journey.revoke(issued.serial(), "superseded").expect(200);
    String object = "certificate:" + system.value("issuer") + "/" + issued.serial();
    JsonNode found =
        look.auditor().get("/audit/history?object=" + object).expect(200).json().get("records");
    Set<String> types = new HashSet<>();
    found.forEach(record -> types.add(record.get("type").asText()));
    assertTrue(
        types.containsAll(Set.of("CERTIFICATE_INTENT", "CERTIFICATE_GENERATED", "STATUS_CHANGED")),
        types.toString());
    for (JsonNode record : found) {
      assertTrue(record.toString().contains(issued.serial()), record.toString());
    }
  }

  @Test
  @Requirement("AA4.1")
  void wordsAreFoundWhereverTheyStandInTheRecord() {
    String serial = system.value("serial");
    List<JsonNode> found = look.records(Map.of("text", serial.toUpperCase(java.util.Locale.ROOT)));
    assertFalse(found.isEmpty());
    found.forEach(
        record ->
            assertTrue(
                record.toString().toLowerCase(java.util.Locale.ROOT).contains(serial),
                record.toString()));
    // Only the look itself holds both words.
    look.records(Map.of("text", serial + " nowherebeside"))
        .forEach(record -> assertEquals("AUDIT_SEARCHED", record.get("type").asText()));
    // Beside the searches for that word.
    String object =
        look.records(Map.of("text", "login", "outcome", "SUCCESS", "type", "LOGIN"))
            .get(0)
            .get("object")
            .asText();
    assertEquals(object, look.records(Map.of("object", object)).get(0).get("object").asText());
  }

  @Test
  @Requirement({"AA4.2", "AA5.1"})
  void countsByHourAndTypeAreThoseOfTheRecords() {
    Instant to = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    Instant from = to.minus(48, ChronoUnit.HOURS);
    JsonNode counts =
        look.auditor()
            .get("/audit/counts?from=" + from + "&to=" + to)
            .expect(200)
            .json()
            .get("counts");
    Map<String, Long> byType = new HashMap<>();
    counts.forEach(
        count ->
            byType.merge(count.get("type").asText(), count.get("records").asLong(), Long::sum));
    for (String type : List.of("KEY_GENERATED", "INSTALLATION", "CERTIFICATE_GENERATED")) {
      JsonNode all =
          look.auditor().get("/audit/export?format=json&type=" + type).expect(200).json();
      assertEquals(all.size(), byType.getOrDefault(type, 0L).intValue(), type);
    }
  }

  @Test
  @Requirement({"AA4.2", "AA1.1b"})
  void exportsAreReadableAndEachIsRecorded() {
    Client.Answer csv = look.auditor().get("/audit/export?format=csv&type=LOGIN").expect(200);
    assertTrue(csv.header("Content-Type").startsWith("text/csv"), csv.header("Content-Type"));
    List<String> lines = csv.text().lines().toList();
    assertTrue(lines.get(0).startsWith("index,time,clock,type,event,"), lines.get(0));
    assertTrue(lines.get(1).contains("\"LOGIN\",\"Login\""), lines.get(1));
    assertTrue(lines.size() > 5);
    JsonNode exported = look.records(Map.of("type", "AUDIT_EXPORTED")).get(0);
    assertEquals("csv", exported.get("details").get("format").asText());
    assertEquals("LOGIN", exported.get("details").get("type").asText());
    assertEquals(AuditLook.AUDITOR, exported.get("actor").asText());
  }

  @Test
  @Requirement(value = "AA4.2", kind = Kind.NEGATIVE)
  void whatCameFromOutsideIsNeitherAFormulaNorMarkupInExports() {
    String hostile = "=cmd|'/C calc'!A0 <script>alert(1)</script>\u0007";
    String id = journey.submit(Subscriber.named("Formula"));
    journey
        .as("registration-officer-1")
        .post("/applications/" + id + "/rejection", Map.of("reason", hostile))
        .status();
    Client.Answer csv = look.auditor().get("/audit/export?format=csv").expect(200);
    assertFalse(csv.text().contains("\u0007"), "a control character");
    assertFalse(
        csv.text().matches("(?s).*(^|,|\n)\"?[=+@-][^\n]*"), "a cell begins like a formula");
  }

  @Test
  @Requirement(
      value = {"AA5.1"},
      kind = Kind.NEGATIVE)
  void nobodyElseTakesRecordsAlong() {
    for (String account :
        List.of(
            "security-officer-1",
            "registration-officer-1",
            "revocation-officer-1",
            "system-administrator-1",
            "system-operator-1")) {
      for (String path :
          List.of(
              "/audit/export?format=csv",
              "/audit/export?format=signed",
              "/audit/records/0/proof",
              "/audit/history?object=account:system-auditor-1",
              "/audit/following",
              "/audit/counts?from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z")) {
        assertEquals(403, journey.as(account).get(path).status(), account + " " + path);
      }
    }
  }

  @Test
  @Requirement({"AA5.1", "AA1.1b"})
  void followingTheLogShowsWhatIsNewAndIsRecordedOnce() {
    JsonNode newest = look.auditor().get("/audit/following").expect(200).json().get("records");
    long last = newest.get(newest.size() - 1).get("index").asLong();
    system.officer("revocation-officer-1");
    Within.seconds(10)
        .until(
            "the login in what is new",
            () ->
                look.auditor()
                    .get("/audit/following?after=" + last)
                    .expect(200)
                    .text()
                    .contains("revocation-officer-1"));
    long looks =
        look.records(Map.of("type", "AUDIT_SEARCHED", "user", AuditLook.AUDITOR)).stream()
            .filter(record -> record.get("details").path("action").asText().equals("follow"))
            .filter(record -> record.get("index").asLong() > last)
            .count();
    assertTrue(looks <= 1, looks + " looks at what is new were recorded");
  }

  @Test
  @Requirement({"AA7.2", "AA5.1"})
  void whatIsNewIsVerifiedAlone() {
    assertEquals("OK", look.verification().get("result").asText());
    JsonNode incremental =
        look.auditor().post("/audit/verification?extent=INCREMENTAL", Map.of()).expect(200).json();
    assertEquals("OK", incremental.get("result").asText(), incremental.toString());
    assertTrue(
        incremental.get("remarks").toString().contains("only the records from"),
        incremental.toString());
    look.auditor().post("/audit/verification?extent=SOME", Map.of()).expect(400);
  }

  @Test
  @Requirement(
      value = {"AA1.1b", "AA3.1d"},
      kind = Kind.NEGATIVE)
  void refusedStatusChangeIsRecordedAsRefusedAndNotAsDone() {
    Journey.Issued issued = journey.issue(Subscriber.named("Refused change"));
    Instant from = Instant.now().minusSeconds(1);
    int status =
        journey
            .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "reinstate"))
            .status();
    assertTrue(status >= 400 && status < 500, "status " + status);
    Map<String, String> filter = new HashMap<>();
    filter.put("object", "certificate:" + system.value("issuer") + "/" + issued.serial());
    filter.put("from", from.toString());
    filter.put("type", "STATUS_CHANGE_REFUSED");
    JsonNode refused = look.records(filter).get(0);
    assertEquals("REFUSED", refused.get("outcome").asText(), refused.toString());
    filter.put("type", "STATUS_CHANGED");
    assertEquals(List.of(), look.records(filter));
  }
}
