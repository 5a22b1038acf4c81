package org.opentws.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.tools.database.RealPostgres;

/**
 * AA7.1, AA7.2: what a database superuser changes is found, and the first bad record is named. The
 * log of each test has 610 records or more, so that full tiles and a partial one are there.
 */
class AuditToolTest {
  private static final int RECORDS = 300;

  /** So there are signed checkpoints of about 200, 400 and 600 records, however fast all goes. */
  private static final int SIGNED_EVERY = 100;

  private static RealPostgres postgres;
  private static SoftwareSigner signer;

  private Path directory;
  private RunningAudit audit;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = RealPostgres.start();
    signer = new SoftwareSigner();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void writeLog(@TempDir Path temporary) throws Exception {
    directory = temporary;
    postgres.asSuperuser(
        "truncate audit_writer, audit_segment, audit_record, audit_sealed, audit_tile,"
            + " audit_checkpoint, audit_checkpoint_note, audit_signer restart identity");
    signer.writeAuthority(directory.resolve("ca.pem"));
    audit = start();
    for (int i = 1; i <= RECORDS; i++) {
      audit.recordAsync("user-" + i);
      audit.business("officer-" + i, 0, i % 10 != 0);
      if (i % SIGNED_EVERY == 0) {
        audit.awaitSigned(2L * i);
      }
    }
  }

  private RunningAudit start() throws InterruptedException {
    return RunningAudit.start(postgres, "node-1", directory.resolve("state"), signer);
  }

  @AfterEach
  void stop() throws SQLException {
    audit.stop();
  }

  private String run(int expected, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of(
            "--url",
            postgres.url(),
            "--user",
            "tws_auditor",
            "--trust",
            directory.resolve("ca.pem").toString(),
            "--checkpoint",
            directory.resolve("state/checkpoint").toString()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        AuditTool.run(
            arguments.toArray(String[]::new), new PrintStream(out, true, StandardCharsets.UTF_8));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(expected, code, said);
    return said;
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = postgres.as("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  private void assertFirstBad(long index, String said) {
    assertTrue(
        said.contains("First: record " + index + " ")
            || said.contains("First: record " + index + ":"),
        said);
  }

  @Test
  void anUntouchedLogIsIntact() {
    String said = run(AuditTool.INTACT, "verify");
    assertTrue(said.contains("OK: "), said);
    assertTrue(said.matches("(?s).*OK: (6[0-9]{2}) records, \\1 of them.*"), said);
  }

  @Test
  void aCleanStopAndANewStartContinueTheLog() throws Exception {
    audit.stop();
    audit = start();
    audit.record("afterwards");
    audit.awaitSigned(2 * RECORDS + 3);
    run(AuditTool.INTACT, "verify");
  }

  @Test
  void anAlteredBusinessRecordIsNamed() throws Exception {
    long index = number("select first from audit_sealed where kind = 2 and seq = 118");
    postgres.asSuperuser(
        "update audit_record set enc = overlay(enc placing 'X'::bytea from length(enc) for 1)"
            + " where seq = 118");
    String said = run(AuditTool.BROKEN, "verify");
    assertFirstBad(index, said);
    assertTrue(said.contains("Certificate generated, 2"), said);
    assertTrue(said.contains("was altered"), said);
  }

  @Test
  void anAlteredIndexColumnIsNamed() throws Exception {
    long index = number("select first from audit_sealed where kind = 2 and seq = 55");
    postgres.asSuperuser("update audit_record set actor = 'somebody' where seq = 55");
    assertFirstBad(index, run(AuditTool.BROKEN, "verify"));
  }

  @Test
  void anAlteredSegmentIsNamed() throws Exception {
    // How many segments there are depends on how fast all went.
    long middle = number("select max(seq) / 2 from audit_sealed where kind = 1");
    long index = number("select first from audit_sealed where kind = 1 and seq = " + middle);
    postgres.asSuperuser(
        "update audit_segment set data = overlay(data placing 'X'::bytea from length(data) for 1)"
            + " where seq = "
            + middle);
    assertTrue(run(AuditTool.BROKEN, "verify").contains("First: record "));
    assertTrue(run(AuditTool.BROKEN, "verify").contains("was altered"));
    assertTrue(index < number("select max(size) from audit_checkpoint"));
  }

  @Test
  void aDeletedBusinessRecordIsNamed() throws Exception {
    long index = number("select first from audit_sealed where kind = 2 and seq = 7");
    postgres.asSuperuser("delete from audit_record where seq = 7");
    assertFirstBad(index, run(AuditTool.BROKEN, "verify"));
  }

  @Test
  void aDeletedRecordWithItsPlaceIsNamed() throws Exception {
    long index = number("select first from audit_sealed where kind = 2 and seq = 9");
    postgres.asSuperuser("delete from audit_record where seq = 9");
    postgres.asSuperuser("delete from audit_sealed where kind = 2 and seq = 9");
    assertFirstBad(index, run(AuditTool.BROKEN, "verify"));
  }

  @Test
  void twoSwappedRecordsAreNamed() throws Exception {
    long one = number("select first from audit_sealed where kind = 2 and seq = 102");
    long two = number("select first from audit_sealed where kind = 2 and seq = 152");
    postgres.asSuperuser("update audit_sealed set first = -1 where first = " + one);
    postgres.asSuperuser("update audit_sealed set first = " + one + " where first = " + two);
    postgres.asSuperuser("update audit_sealed set first = " + two + " where first = -1");
    assertFirstBad(one, run(AuditTool.BROKEN, "verify"));
  }

  @Test
  void aRecordInsertedWhileTheSystemRunsIsFoundAndRaisesAnAlarm() throws Exception {
    postgres.asSuperuser(
        "insert into audit_record (epoch, seq, at, type, outcome, actor, object, enc, mac)"
            + " select epoch, 100000, at, type, outcome, actor, object, enc, mac"
            + " from audit_record where seq = 3");
    audit.awaitSigned(2 * RECORDS);
    Thread.sleep(300);
    audit.record("somebody");
    Thread.sleep(300);
    assertTrue(run(AuditTool.BROKEN, "verify").contains("was inserted by somebody else"));
    assertTrue(audit.alarms().stream().anyMatch(a -> a.contains("did not write it")));
  }

  @Test
  void aRecordInsertedAfterTheEndIsFound() throws Exception {
    audit.stop();
    postgres.asSuperuser(
        "insert into audit_segment (epoch, seq, n, first_at, last_at, types, bloom, mac, data)"
            + " select epoch, 100000, n, first_at, last_at, types, bloom, mac, data"
            + " from audit_segment where seq = 1");
    assertTrue(run(AuditTool.BROKEN, "verify").contains("was inserted by somebody else"));
  }

  @Test
  void aCutOffEndIsFoundByTheCheckpointKeptOutside() throws Exception {
    audit.stop();
    long size = number("select max(size) from audit_checkpoint where size < 500");
    for (String table : List.of("audit_checkpoint_note", "audit_checkpoint")) {
      postgres.asSuperuser("delete from " + table + " where size > " + size);
    }
    postgres.asSuperuser(
        "delete from audit_record r using audit_sealed s where s.first >= "
            + size
            + " and s.kind = 2 and s.seq = r.seq");
    postgres.asSuperuser(
        "delete from audit_segment r using audit_sealed s where s.first >= "
            + size
            + " and s.kind = 1 and s.seq = r.seq");
    postgres.asSuperuser("delete from audit_sealed where first >= " + size);
    postgres.asSuperuser("delete from audit_tile where (n + 1) * 256 > " + size);
    String said = run(AuditTool.BROKEN, "verify");
    assertFirstBad(size, said);
    assertTrue(said.contains("its end was cut off"), said);

    audit = start();
    assertEquals(false, audit.node().status().writable(), "a log set back must be refused");
    assertTrue(audit.alarms().stream().anyMatch(a -> a.contains("this node knows of")));
  }

  @Test
  void aReplacedCheckpointIsFound() throws Exception {
    long size = number("select max(size) from audit_checkpoint where size < 300");
    postgres.asSuperuser("update audit_checkpoint set root = sha256(root) where size = " + size);
    assertTrue(run(AuditTool.BROKEN, "verify").contains("checkpoint of size " + size));
  }

  @Test
  void aForgedSignatureIsFound() throws Exception {
    long size = number("select max(size) from audit_checkpoint_note where size < 300");
    postgres.asSuperuser(
        "update audit_checkpoint_note set note = (select note from audit_checkpoint_note"
            + " order by size desc limit 1) where size = "
            + size);
    assertTrue(run(AuditTool.BROKEN, "verify").contains("signed checkpoint of size " + size));
  }

  @Test
  void aTileThatDiffersIsNamed() throws Exception {
    postgres.asSuperuser(
        "update audit_tile set hashes = overlay(hashes placing 'X'::bytea from 321 for 1)"
            + " where level = 0 and n = 1");
    assertFirstBad(256 + 10, run(AuditTool.BROKEN, "verify"));
  }

  @Test
  void anOfficersCertificateDoesNotSignTheLog() throws Exception {
    SoftwareSigner officer = signer;
    signer = new SoftwareSigner();
    try {
      audit.stop();
      signer.useOfficersKey();
      signer.writeAuthority(directory.resolve("ca.pem"));
      postgres.asSuperuser("delete from audit_checkpoint_note");
      audit = start();
      audit.awaitSigned(2 * RECORDS);
      assertTrue(run(AuditTool.BROKEN, "verify").contains("is not trusted"));
    } finally {
      signer = officer;
    }
  }

  @Test
  void anExportVerifiesWithoutTheDatabaseAndAnAlteredEntryIsNamed() throws Exception {
    audit.stop();
    Path export = directory.resolve("export");
    run(AuditTool.INTACT, "export", export.toString());
    String said = run(AuditTool.INTACT, "verify", export.toString());
    assertTrue(said.contains("covered by a signed checkpoint"), said);
    Path bundle = export.resolve("tile/entries/001");
    byte[] octets = Files.readAllBytes(bundle);
    octets[octets.length - 1] ^= 1;
    Files.write(bundle, octets);
    assertFirstBad(511, run(AuditTool.BROKEN, "verify", export.toString()));
  }

  @Test
  void theApplicationsRoleCanNeitherAlterNorDelete() throws Exception {
    for (String table :
        List.of(
            "audit_writer",
            "audit_segment",
            "audit_record",
            "audit_sealed",
            "audit_tile",
            "audit_checkpoint",
            "audit_checkpoint_note",
            "audit_signer")) {
      for (String sql :
          List.of(
              "delete from " + table,
              "truncate " + table,
              "update " + table + " set " + column(table) + " = " + column(table))) {
        try (Connection connection = postgres.as("tws_app").getConnection();
            Statement statement = connection.createStatement()) {
          SQLException refused =
              org.junit.jupiter.api.Assertions.assertThrows(
                  SQLException.class, () -> statement.execute(sql), sql);
          assertEquals("42501", refused.getSQLState(), sql);
        }
      }
    }
  }

  private static String column(String table) {
    return switch (table) {
      case "audit_writer" -> "node";
      case "audit_segment", "audit_record" -> "seq";
      case "audit_sealed" -> "first";
      case "audit_tile" -> "n";
      case "audit_signer" -> "certificate";
      default -> "size";
    };
  }
}
