package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * What is held about one person is given whole, kept as long as it must be, and then erased. Years
 * pass by the superuser's hand, for the rows of that person alone.
 */
@Tag("blackbox")
class PersonalDataTest {
  private static final String OFFICER = "registration-officer-1";
  private static final String WHY = "request of the person, case 7";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);

  @AfterEach
  void leave() {
    superuser.close();
  }

  /** A certificate, then an application that was turned down, by the same person. */
  private record Known(Issued issued, String rejected, String surname, String passport) {}

  private Known person(String name) {
    Subscriber first = Subscriber.named(name);
    Map<String, Object> application = new LinkedHashMap<>(first.application());
    application.put("revocationPassphrase", "vier gelbe Tramwagen am Ring");
    Issued issued = journey.issue(first, application);
    Map<String, Object> second = new LinkedHashMap<>(Subscriber.named(name).application());
    second.put("subject", first.subject());
    String rejected = journey.submit(second);
    journey
        .as(OFFICER)
        .post("/applications/" + rejected + "/rejection", Map.of("reason", "has one already"))
        .expect(200);
    String surname = String.valueOf(first.subject().get("surname"));
    return new Known(issued, rejected, surname, "P" + surname.substring("Muster-".length()));
  }

  private Answer taken(String officer, String application, String reason) {
    String query = "?reason=" + URLEncoder.encode(reason, StandardCharsets.UTF_8);
    return journey.as(officer).get("/personal-data/" + application + query);
  }

  private JsonNode taken(String application) {
    return taken(OFFICER, application, WHY).expect(200).json();
  }

  /** Everything about the person becomes older. */
  private void pass(Known known, String time) {
    for (String id : List.of(known.issued().id(), known.rejected())) {
      superuser.tamper(
          "update certificate_application set completed_at = completed_at - ?::interval"
              + " where id = ?",
          time,
          id);
    }
    superuser.tamper(
        "update certificate set not_before = not_before - ?::interval,"
            + " not_after = not_after - ?::interval where application_id = ?",
        time,
        time,
        known.issued().id());
  }

  private Answer ask(String application) {
    return journey
        .as(OFFICER)
        .post(
            "/operations",
            Map.of(
                "type",
                "ERASE_PERSONAL_DATA",
                "parameters",
                Map.of("application", application, "reason", WHY)));
  }

  private JsonNode approved(Answer asked) {
    String id = asked.expect(201).json().get("id").asText();
    return journey.as("security-officer-1").approve(id).expect(200).json();
  }

  /** In which tables the text stands; the audit log, which is long, is searched by itself. */
  private List<String> places(String text) {
    return superuser.texts(
        "select t.relname from pg_class t where t.relkind in ('r', 'p')"
            + " and t.relnamespace = 'public'::regnamespace and not t.relispartition"
            + " and (t.relname !~ '^(audit|time_stamp)_' or t.relname = 'audit_personal')"
            + " and xpath_exists('//row', query_to_xml(format("
            + "'select 1 from %I x where position(%L in x::text) > 0 limit 1', t.relname, ?::text),"
            + " false, false, '')) order by 1",
        text);
  }

  /** As the octets of a column show it. */
  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  @Requirement({"EIDAS-24.2.j", "FUNC-5.3.2.1.b", "R2.1"})
  void everythingAboutAPersonIsGivenAndTheLookIsRecorded() {
    Known known = person("Auskunft");
    String revoked = known.issued().serial();
    journey.revoke(revoked, "superseded").expect(200);
    for (String named : List.of(known.issued().id(), known.rejected())) {
      JsonNode all = taken(named);
      assertEquals(2, all.get("applications").size(), all::toString);
      JsonNode certified = all.get("applications").get(0);
      assertEquals(known.surname(), certified.get("subject").get("surname").asText());
      assertEquals(known.passport(), certified.get("evidence").get(0).get("reference").asText());
      assertTrue(certified.get("revocationPassphrase").asBoolean());
      assertEquals("has one already", all.get("applications").get(1).get("reason").asText());
      JsonNode certificate = all.get("certificates").get(0);
      assertEquals(revoked, certificate.get("serial").asText());
      assertEquals("REVOKED", certificate.get("status").asText());
      assertEquals(1, certificate.get("changes").size());
      assertEquals("DONE", certificate.get("requests").get(0).get("state").asText());
      List<String> types =
          AuditLook.nodes(all.get("auditRecords")).stream()
              .map(record -> record.get("type").asText())
              .toList();
      assertTrue(
          types.containsAll(
              List.of(
                  "APPLICATION_SUBMITTED",
                  "APPLICATION_APPROVED",
                  "CERTIFICATE_GENERATED",
                  "APPLICATION_REJECTED",
                  "STATUS_CHANGED",
                  "PERSONAL_DATA_EXPORTED")),
          types::toString);
    }
    JsonNode recorded =
        look.records(
                Map.of(
                    "type", "PERSONAL_DATA_EXPORTED", "object", "application:" + known.rejected()))
            .get(0);
    assertEquals(OFFICER, recorded.get("actor").asText());
    assertEquals(WHY, recorded.get("details").get("reason").asText());
  }

  @Test
  @Requirement("EIDAS-24.2.j")
  void thePortalOffersItOnThePageOfAnApplication() {
    String id = journey.submit(Subscriber.named("Seite"));
    Client officer = journey.as(OFFICER);
    String page =
        officer
            .getUri(system.uri("admin").resolve("application.xhtml?id=" + id))
            .expect(200)
            .text();
    String form = "action=\"/api/v1/personal-data/" + id + "\"";
    assertTrue(page.contains(form) && page.contains("name=\"reason\""), page);
    // Where the form leads, with the same cookie.
    String there = "/api/v1/personal-data/" + id + "?reason=asked+for";
    Answer given = officer.getUri(system.uri("admin").resolve(there)).expect(200);
    assertTrue(given.header("Content-Disposition").startsWith("attachment"), given.text());
    String request =
        officer
            .getUri(
                system
                    .uri("admin")
                    .resolve("request.xhtml?type=ERASE_PERSONAL_DATA&application=" + id))
            .expect(200)
            .text();
    assertTrue(request.contains(id), request);
  }

  @Test
  @Requirement({"EIDAS-24.2.j", "R2.1"})
  void readingAPageOfAListIsRecordedOnce() {
    journey.issue(Subscriber.named("Gelistet"));
    Client officer = journey.as("registration-officer-2");
    long before = lists();
    officer.getUri(system.uri("admin").resolve("certificates.xhtml")).expect(200);
    assertEquals(before + 1, lists());
  }

  private long lists() {
    return look
        .records(
            Map.of("type", "CERTIFICATE_VIEWED", "user", "registration-officer-2", "limit", "500"))
        .stream()
        .filter(record -> record.get("object").asText().startsWith("certificates:"))
        .count();
  }

  @Test
  @Requirement({"EIDAS-24.2.j", "R2.1"})
  void readingAnApplicationOrACertificateIsRecorded() {
    Known known = person("Gelesen");
    String certificate = system.value("issuer") + "/" + known.issued().serial();
    journey.as("registration-officer-2").get("/applications/" + known.issued().id()).expect(200);
    journey.as("registration-officer-2").get("/certificates/" + certificate).expect(200);
    for (Map.Entry<String, String> looked :
        Map.of(
                "APPLICATION_VIEWED", "application:" + known.issued().id(),
                "CERTIFICATE_VIEWED", "certificate:" + certificate)
            .entrySet()) {
      List<JsonNode> found =
          look.records(Map.of("type", looked.getKey(), "object", looked.getValue()));
      assertEquals(1, found.size(), found::toString);
      assertEquals("registration-officer-2", found.get(0).get("actor").asText());
    }
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.2.j", "FUNC-5.3.2.1.b"},
      kind = Kind.NEGATIVE)
  void nothingIsGivenWithoutAReasonOrToOthers() {
    String id = journey.submit(Subscriber.named("Verschwiegen"));
    taken(OFFICER, id, " ").expect(400);
    taken("revocation-officer-1", id, WHY).expect(403);
    taken("security-officer-1", id, WHY).expect(403);
    taken(OFFICER, "AAAAAAAAAAAAAAAAAAAAAA", WHY).expect(404);
    system.anonymous().get("/personal-data/" + id + "?reason=x").expect(401);
    JsonNode own = taken(id);
    assertEquals(1, own.get("applications").size(), "another person's application was given");
  }

  @Test
  @Requirement({"EIDAS-24.2.j", "FUNC-5.3.2.1.b", "EIDAS-24.2.h"})
  void afterTheRetentionEverythingIsErasedAndTheLogStillVerifies() {
    Known known = person("Vergessen");
    journey.as(OFFICER).get("/applications/" + known.issued().id()).expect(200);
    String published = "/certificates/" + system.value("issuer") + "/" + known.issued().serial();
    system.anonymous().getUri(system.uri("publicHttp").resolve(published)).expect(200);
    assertTrue(taken(known.rejected()).toString().contains(known.passport()));
    pass(known, "20 years");
    Answer asked = ask(known.rejected());
    Answer again = ask(known.issued().id());
    String words = asked.expect(201).json().get("description").asText();
    assertTrue(words.contains("2 application(s)") && words.contains(known.issued().id()), words);
    assertFalse(words.contains(known.surname()), words);
    JsonNode done = approved(asked);
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);
    assertEquals("2", done.get("result").get("applications").asText());
    assertTrue(done.get("result").get("auditValues").asInt() > 0, done::toString);
    // Twice is the same as once.
    assertEquals("0", approved(again).get("result").get("applications").asText());
    ask(known.issued().id()).expect(409);

    assertEquals(List.of(), places(known.surname()));
    assertEquals(List.of(), places(known.passport()));
    // What auditors look for stands in their own records.
    assertEquals(
        List.of(),
        look.records(Map.of("text", known.surname())).stream()
            .filter(record -> !record.get("type").asText().equals("AUDIT_SEARCHED"))
            .toList());
    // Only the signed certificate says the name.
    List<String> left = places(hex(known.surname()));
    assertTrue(left.contains("repository_certificate"), left::toString);
    assertTrue(List.of("certificate", "repository_certificate").containsAll(left), left::toString);
    system.anonymous().getUri(system.uri("publicHttp").resolve(published)).expect(404);
    requireNothingButTheCertificate(known);
    assertEquals("OK", look.verification().get("result").asText());
  }

  private void requireNothingButTheCertificate(Known known) {
    String certificate = system.value("issuer") + "/" + known.issued().serial();
    JsonNode review =
        journey.as(OFFICER).get("/applications/" + known.issued().id()).expect(200).json();
    assertTrue(review.get("subject").isEmpty() && review.get("evidence").isEmpty());
    assertEquals("CERTIFIED", review.get("state").asText());
    assertTrue(review.hasNonNull("erasedAt"), review::toString);
    journey.as(OFFICER).get("/applications?state=REJECTED").expect(200);
    journey.as(OFFICER).get("/certificates/" + certificate).expect(200);
    JsonNode left = taken(known.issued().id());
    assertEquals(1, left.get("applications").size());
    assertTrue(left.get("applications").get(0).hasNonNull("erasedAt"), left::toString);
    JsonNode record = look.records(Map.of("type", "PERSONAL_DATA_ERASED")).get(0);
    assertTrue(record.get("details").get("applications").asText().contains(known.rejected()));
    assertEquals("security-officer-1", record.get("details").get("approver").asText());
    assertFalse(record.toString().contains(known.surname()), record::toString);
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.2.j", "EIDAS-24.2.h"},
      kind = Kind.NEGATIVE)
  void nothingIsErasedWhileItMustBeKept() {
    Known known = person("Bewahrt");
    String open = journey.submit(Subscriber.named("Offen"));
    assertTrue(ask(open).expect(409).text().contains("not decided yet"));
    String reason = ask(known.rejected()).expect(409).text();
    Instant end = known.issued().certificate().getNotAfter().toInstant();
    LocalDate until = LocalDate.ofInstant(end, java.time.ZoneOffset.UTC).plusYears(7);
    assertTrue(reason.contains("legal hold") && reason.contains(until.toString()), reason);
    // The rejection alone is old enough by now, the person's certificate is not.
    superuser.tamper(
        "update certificate_application set completed_at = completed_at - interval '20 years'"
            + " where id = ?",
        known.rejected());
    ask(known.rejected()).expect(409);
    // A request that one person made waits for another, and is judged again then.
    pass(known, "20 years");
    Answer asked = ask(known.rejected()).expect(201);
    String id = asked.json().get("id").asText();
    journey.as(OFFICER).approve(id).expect(403);
    pass(known, "-20 years");
    JsonNode failed = approved(asked);
    assertEquals("FAILED", failed.get("state").asText(), failed::toString);
    assertTrue(failed.toString().contains("LEGAL_HOLD"), failed::toString);
    assertTrue(taken(known.rejected()).toString().contains(known.passport()));
    journey.request("ERASE_PERSONAL_DATA", Map.of("application", open, "reason", WHY)).expect(403);
  }

  @Test
  @Requirement(value = "EIDAS-24.2.j", kind = Kind.NEGATIVE)
  void anOrderToKeepStandsUntilTwoPersonsLiftIt() {
    Known known = person("Streitig");
    pass(known, "20 years");
    String path = "/personal-data/" + known.issued().id() + "/holds";
    journey.as(OFFICER).post(path, Map.of("reason", " ")).expect(400);
    JsonNode hold =
        journey.as(OFFICER).post(path, Map.of("reason", "case before a court")).expect(201).json();
    String refused = ask(known.rejected()).expect(409).text();
    assertTrue(refused.contains("case before a court"), refused);
    String id = hold.get("id").asText();
    assertEquals(id, taken(known.rejected()).get("holds").get(0).get("id").asText());
    JsonNode lifted =
        approved(
            journey
                .as(OFFICER)
                .post(
                    "/operations",
                    Map.of(
                        "type",
                        "LIFT_LEGAL_HOLD",
                        "parameters",
                        Map.of("hold", id, "reason", "the case is over"))));
    assertEquals("EXECUTED", lifted.get("state").asText(), lifted::toString);
    assertEquals("EXECUTED", approved(ask(known.rejected())).get("state").asText());
  }

  @Test
  @Requirement(
      value = {"EIDAS-24.2.h", "EIDAS-24.2.j"},
      kind = Kind.NEGATIVE)
  void theApplicationsOwnDatabaseRoleCannotRemoveWhatMustBeKept() {
    String id = journey.issue(Subscriber.named("Festgehalten")).id();
    superuser.run("set role tws_app");
    try {
      for (String table :
          List.of(
              "certificate_application",
              "certificate",
              "certificate_status",
              "crl",
              "legal_hold")) {
        refused("permission denied", "delete from " + table);
      }
      refused("permission denied", "update certificate_application set evidence = null");
      refused("permission denied", "update certificate set subject = null");
      refused("must be kept", "select erase_personal_data(?, now())", id);
    } finally {
      superuser.run("reset role");
    }
    taken(id);
  }

  private void refused(String because, String sql, Object... values) {
    Exception refusal =
        assertThrows(IllegalStateException.class, () -> superuser.run(sql, values), sql);
    assertTrue(
        String.valueOf(refusal.getCause()).contains(because), () -> sql + refusal.getCause());
  }
}
