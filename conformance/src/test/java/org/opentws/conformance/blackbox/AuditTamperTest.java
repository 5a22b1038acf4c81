package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.TamperedCopy.Verdict;

/**
 * What the PostgreSQL superuser does to the log of the running system is found, and the first bad
 * record is named; undone, the log verifies again.
 */
@Tag("blackbox")
class AuditTamperTest {
  /** Before a table is altered it is kept under this name. */
  private static final String KEPT = "_kept";

  private static RunningSystem system;
  private static TamperedCopy copy;

  /** Two business records in the middle of the log, so that others stand before and behind. */
  private static long one;

  private static long other;
  private static long size;

  @BeforeAll
  static void copyTheLog(@TempDir Path folder) throws Exception {
    system = RunningSystem.get();
    copy = TamperedCopy.of(system, folder);
    String middle = "select first from audit_sealed where kind = 2 order by first offset ";
    one = copy.number(middle + "(select count(*) / 3 from audit_sealed where kind = 2) limit 1");
    other = copy.number(middle + "(select count(*) / 2 from audit_sealed where kind = 2) limit 1");
    size = copy.number("select max(first + n) from audit_sealed");
    assertTrue(one > 0 && one < other && other < size);
    for (String table : TamperedCopy.TABLES) {
      copy.tamper("create table " + table + KEPT + " as table " + table);
    }
    assertIntact();
  }

  @AfterAll
  static void dropTheCopy() throws Exception {
    if (copy != null) {
      try {
        // Whatever was done was undone: no check has found another one's damage.
        assertIntact();
      } finally {
        copy.close();
      }
    }
  }

  @AfterEach
  void undone() throws Exception {
    List<String> statements = new ArrayList<>();
    statements.add("truncate " + String.join(", ", TamperedCopy.TABLES));
    for (String table : TamperedCopy.TABLES) {
      statements.add(
          "insert into " + table + " overriding system value select * from " + table + KEPT);
    }
    copy.tamper(statements.toArray(String[]::new));
  }

  private static void assertIntact() throws Exception {
    Verdict verdict = copy.verify();
    assertEquals(0, verdict.code(), verdict.said());
    assertTrue(verdict.said().contains("OK: "), verdict.said());
  }

  private static String assertBroken(long first) throws Exception {
    String said = assertBroken();
    String named = "First: record " + first;
    assertTrue(said.contains(named + ":") || said.contains(named + " ("), named + "; " + said);
    return said;
  }

  private static String assertBroken() throws Exception {
    Verdict verdict = copy.verify();
    assertEquals(1, verdict.code(), verdict.said());
    return verdict.said();
  }

  /** The business record that stands at an index. */
  private static String at(long index) {
    return " where (epoch, seq) = (select epoch, seq from audit_sealed where first = "
        + index
        + ")";
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.2", "AA7.1-s2"},
      kind = Kind.NEGATIVE)
  void anUpdatedRecordIsNamed() throws Exception {
    copy.tamper(
        "update audit_record set enc = overlay(enc placing '\\x58'::bytea from length(enc))"
            + at(one));
    assertTrue(assertBroken(one).contains("was altered"));
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA5.2"},
      kind = Kind.NEGATIVE)
  void aRecordWhoseColumnsWereUpdatedIsNamed() throws Exception {
    copy.tamper("update audit_record set actor = 'nobody'" + at(other));
    assertBroken(other);
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void aDeletedRecordIsNamed() throws Exception {
    copy.tamper("delete from audit_record" + at(one));
    assertTrue(assertBroken(one).contains("was deleted"));
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void aRecordDeletedWithItsPlaceIsNamed() throws Exception {
    copy.tamper(
        "delete from audit_record" + at(one), "delete from audit_sealed where first = " + one);
    assertBroken(one);
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void anInsertedRecordIsFound() throws Exception {
    copy.tamper(
        "insert into audit_record (epoch, seq, at, type, outcome, actor, object, enc, mac, xid)"
            + " select epoch, 1000000, at, type, outcome, 'intruder', object, enc, mac, xid"
            + " from audit_record"
            + at(one));
    assertTrue(assertBroken().contains("was inserted by somebody else"));
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void aRecordInsertedWithAPlaceInTheMiddleIsNamed() throws Exception {
    copy.tamper(
        "insert into audit_record (epoch, seq, at, type, outcome, actor, object, enc, mac, xid)"
            + " select epoch, 1000000, at, type, outcome, actor, object, enc, mac, xid"
            + " from audit_record"
            + at(one),
        "create table shifted as select * from audit_sealed",
        "delete from audit_sealed where first >= " + other,
        "insert into audit_sealed select first + 1, n, kind, epoch, seq, xid, leaves, at"
            + " from shifted where first >= "
            + other,
        "insert into audit_sealed select "
            + other
            + ", 1, 2, epoch, 1000000, xid, leaves, at from shifted where first = "
            + one,
        "drop table shifted");
    assertBroken(other);
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void twoExchangedRecordsAreNamed() throws Exception {
    copy.tamper(
        "update audit_sealed set first = -1 where first = " + one,
        "update audit_sealed set first = " + one + " where first = " + other,
        "update audit_sealed set first = " + other + " where first = -1");
    assertBroken(one);
  }

  @Test
  @Requirement(
      value = {"AA7.1"},
      kind = Kind.NEGATIVE)
  void aLogWhoseEndIsCutOffIsBrokenAtTheCut() throws Exception {
    copy.tamper(
        "create table cut as select max(size) as at from audit_checkpoint_note where size <= "
            + other,
        "delete from audit_checkpoint_note where size > (select at from cut)",
        "delete from audit_checkpoint where size > (select at from cut)",
        "delete from audit_record r using audit_sealed s where s.kind = 2"
            + " and (s.epoch, s.seq) = (r.epoch, r.seq) and s.first >= (select at from cut)",
        "delete from audit_segment g using audit_sealed s where s.kind = 1"
            + " and (s.epoch, s.seq) = (g.epoch, g.seq) and s.first >= (select at from cut)",
        "delete from audit_sealed where first >= (select at from cut)",
        "delete from audit_tile where (n + 1) * 256 > (select at from cut)");
    long cut = copy.number("select at from cut");
    copy.tamper("drop table cut");
    String said = assertBroken();
    // Values whose erasure stood in the part that was cut off are missed as well, before the cut.
    assertTrue(said.contains("record " + cut + ": the checkpoint kept outside knows of"), said);
    assertTrue(said.contains("its end was cut off"), said);
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.1-s2"},
      kind = Kind.NEGATIVE)
  void aLogWithoutItsSignaturesIsBroken() throws Exception {
    copy.tamper("delete from audit_checkpoint_note", "delete from audit_signer");
    assertTrue(assertBroken().contains("is kept outside"));
  }

  /** In the running system's own database, by the auditor's own button; put back at once. */
  @Test
  @Requirement(
      value = {"AA7.2", "AA6.1"},
      kind = Kind.NEGATIVE)
  void theRunningSystemNamesARecordThatWasUpdated() throws Exception {
    Instant begin = Instant.now();
    Client auditor = system.officer("system-auditor-1");
    String database = system.node("postgres").get("database").asText();
    try (Connection live = TamperedCopy.connect(system, database)) {
      byte[] before = encoded(live);
      try {
        byte[] after = before.clone();
        after[after.length - 1] ^= 1;
        write(live, after);
        JsonNode broken = auditor.post("/audit/verification", Map.of()).expect(200).json();
        assertEquals("BROKEN", broken.get("result").asText(), broken.toString());
        assertEquals(one, broken.get("firstBadRecord").get("index").asLong(), broken.toString());
      } finally {
        write(live, before);
      }
    }
    JsonNode intact = auditor.post("/audit/verification", Map.of()).expect(200).json();
    assertEquals("OK", intact.get("result").asText(), intact.toString());
    JsonNode alarm = new AuditLook(system).awaitAlarm("AUDIT_LOG_BROKEN", begin);
    assertTrue(
        alarm.get("detail").asText().contains("does not verify: record " + one), alarm.toString());
  }

  private static byte[] encoded(Connection live) throws Exception {
    try (Statement statement = live.createStatement();
        ResultSet result = statement.executeQuery("select enc from audit_record" + at(one))) {
      result.next();
      return result.getBytes(1);
    }
  }

  private static void write(Connection live, byte[] encoded) throws Exception {
    try (PreparedStatement statement =
        live.prepareStatement("update audit_record set enc = ?" + at(one))) {
      statement.setBytes(1, encoded);
      assertEquals(1, statement.executeUpdate());
    }
  }
}
