package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * What is archived is altered by nobody, and deleted by two persons only when its time is over.
 * Years pass by the superuser's hand, for the archive's row alone.
 */
@Tag("blackbox")
@Order(Faults.FIRST)
class ArchiveDeletionTest {
  private static final String WHY = "its retention is over";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);
  private final Archives archives = new Archives(system);

  @AfterEach
  void leave() {
    superuser.close();
  }

  @Test
  @Requirement(value = "AR3.1", kind = Kind.NEGATIVE)
  void nothingArchivedIsAlteredUnnoticed() throws Exception {
    long number = archives.made().get("number").asLong();
    String path = "/archives/" + number;
    Client officer = journey.as("security-officer-1");
    assertTrue(List.of(404, 405).contains(officer.delete(path).status()));
    assertTrue(List.of(404, 405).contains(officer.post(path, Map.of()).status()));
    assertTrue(List.of(404, 405).contains(officer.post(path + "/package", Map.of()).status()));
    for (String table : List.of("archive", "archive_part", "archive_entry", "archive_deletion")) {
      refused("set role tws_app", "permission denied", "delete from " + table);
      refused("set role tws_owner", "", "delete from " + table);
    }
    refused("set role tws_app", "permission denied", "update archive_part set octets = ''");
    refused("set role tws_owner", "neither changed", "update archive_part set octets = ''");
    refused("set role tws_owner", "neither changed", "update archive set keep_until = now()");
    refused("set role tws_app", "closed", "insert into archive_part values (?, 99, '')", number);

    byte[] before = archives.fetched(Archives.AUDITOR, number).expect(200).octets();
    assertEquals(archives.listed(number).get("sha256").asText(), sha256(before));
    Instant since = Instant.now();
    tamper(number);
    try {
      String refused = archives.fetched(Archives.AUDITOR, number).expect(422).text();
      assertTrue(refused.contains("seal-broken") && refused.contains("archive:" + number), refused);
      journey.acknowledge(look.awaitAlarm("ROW_FORGED", since));
    } finally {
      tamper(number);
    }
    assertEquals(
        sha256(before), sha256(archives.fetched(Archives.AUDITOR, number).expect(200).octets()));
  }

  /** One bit; a second time it is as before. */
  private void tamper(long archive) {
    assertEquals(
        1,
        superuser.tamper(
            "update archive_part set octets = set_byte(octets, 200, get_byte(octets, 200) # 1)"
                + " where archive = ? and part = 0",
            archive));
  }

  private static String sha256(byte[] octets) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
  }

  private void refused(String role, String because, String sql, Object... values) {
    superuser.run(role);
    try {
      Exception refusal =
          assertThrows(IllegalStateException.class, () -> superuser.run(sql, values), sql);
      assertTrue(
          String.valueOf(refusal.getCause()).contains(because), () -> sql + refusal.getCause());
    } finally {
      superuser.run("reset role");
    }
  }

  private Answer asked(long archive) {
    return journey.request(
        "DELETE_ARCHIVE", Map.of("archive", Long.toString(archive), "reason", WHY));
  }

  /** The archive becomes older, or younger again. */
  private void pass(long archive, String time) {
    superuser.tamper(
        "update archive set made_at = made_at - ?::interval, keep_until = keep_until - ?::interval"
            + " where number = ?",
        time,
        time,
        archive);
  }

  @Test
  @Requirement("AR3.1-s2")
  void twoPersonsDeleteWhatNeedNotBeKeptAndATombstoneStays() {
    JsonNode archive = archives.made();
    long number = archive.get("number").asLong();
    pass(number, "20 years");
    superuser.run(
        "create temporary table was as select * from archive_part where archive = " + number);
    Answer asked = asked(number).expect(201);
    String id = asked.json().get("id").asText();
    assertEquals("REQUESTED", asked.json().get("state").asText());
    String words = asked.json().get("description").asText();
    assertTrue(words.contains(archive.get("sha256").asText()) && words.contains(WHY), words);
    // One person alone: nothing has gone.
    journey.as("security-officer-1").approve(id).expect(403);
    archives.fetched(Archives.AUDITOR, number).expect(200);
    JsonNode done = journey.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);

    String gone = archives.fetched(Archives.AUDITOR, number).expect(409).text();
    assertTrue(gone.contains("was deleted"), gone);
    assertEquals(
        List.of("0"),
        superuser.texts("select count(*) from archive_part where archive = ?", number));
    JsonNode tombstone = archives.listed(number);
    assertEquals(archive.get("sha256").asText(), tombstone.get("sha256").asText());
    JsonNode deletion = tombstone.get("deletion");
    assertEquals("security-officer-1", deletion.get("requester").asText());
    assertEquals("security-officer-2", deletion.get("approver").asText());
    assertEquals(WHY, deletion.get("reason").asText());
    JsonNode record =
        look.records(Map.of("type", "ARCHIVE_DELETED", "object", "archive:" + number)).get(0);
    assertEquals("security-officer-2", record.get("details").get("approver").asText());
    asked(number).expect(409);
    refused("set role tws_owner", "neither changed", "delete from archive_deletion");
    // For the other checks nothing was deleted.
    superuser.tamper("insert into archive_part select * from was");
    superuser.tamper("delete from archive_deletion where archive = ?", number);
    pass(number, "-20 years");
    archives.fetched(Archives.AUDITOR, number).expect(200);
  }

  @Test
  @Requirement(value = "AR3.1-s2", kind = Kind.NEGATIVE)
  void nothingIsDeletedBeforeItsTimeOrByOnePerson() {
    JsonNode archive = archives.made();
    long number = archive.get("number").asLong();
    String until = archive.get("keepUntil").asText();
    assertEquals(
        Instant.parse(archive.get("madeAt").asText()).atOffset(ZoneOffset.UTC).plusYears(7),
        Instant.parse(until).atOffset(ZoneOffset.UTC));
    String refused = asked(number).expect(409).text();
    assertTrue(refused.contains("legal-hold") && refused.contains(until), refused);
    // Asked for when it was over, approved when it is not.
    pass(number, "20 years");
    String id = asked(number).expect(201).json().get("id").asText();
    pass(number, "-20 years");
    JsonNode failed = journey.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("FAILED", failed.get("state").asText(), failed::toString);
    assertTrue(failed.toString().contains("LEGAL_HOLD"), failed::toString);
    archives.fetched(Archives.AUDITOR, number).expect(200);
    // The application's role cannot, whatever time it names, and no two names of one person.
    String delete = "select delete_archive(?, now() + interval '30 years', 'x', 'a', ?, 'b', ?)";
    refused("set role tws_app", "must be kept", delete, number, "p", "q");
    refused("set role tws_owner", "must be kept", delete, number, "p", "q");
    refused("set role tws_owner", "must be kept", "delete from archive_part");
    pass(number, "20 years");
    refused("set role tws_app", "violates check", delete, number, "p", "p");
    pass(number, "-20 years");
    archives.fetched(Archives.AUDITOR, number).expect(200);
    journey
        .as("registration-officer-1")
        .post(
            "/operations",
            Map.of(
                "type",
                "DELETE_ARCHIVE",
                "parameters",
                Map.of("archive", Long.toString(number), "reason", WHY)))
        .expect(403);
    asked(999_999).expect(404);
    journey.request("DELETE_ARCHIVE", Map.of("archive", "all", "reason", WHY)).expect(400);
  }
}
