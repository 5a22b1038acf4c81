package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Checkpoints of the audit log are time-stamped at a rhythm (AA7.1). */
@Tag("blackbox")
class AuditTimeStampTest {
  private static final int SECONDS_MAX = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);
  private final Path trusted = system.folder().resolve("../config/time-stamp-authorities.pem");

  private void set(String name, String value) {
    journey.auditParameter(name, value);
  }

  private void stampBy(String url) {
    set("time-stamp-period-seconds", "1");
    set("time-stamp-patience-seconds", "1");
    set("time-stamp-url", url);
  }

  @AfterEach
  void asBefore() throws Exception {
    set("time-stamp-url", "");
    set("time-stamp-period-seconds", "3600");
    set("time-stamp-patience-seconds", "3600");
    Files.deleteIfExists(trusted);
    look.openAlarm("CHECKPOINT_NOT_STAMPED").ifPresent(journey::acknowledge);
  }

  private long stamped() {
    try (Superuser database = new Superuser(system)) {
      return Long.parseLong(
          database.texts("select coalesce(max(size), 0) from audit_time_stamp").get(0));
    }
  }

  private void stampedBeyond(long size) {
    Within.seconds(SECONDS_MAX).until("a time-stamp", () -> stamped() > size);
  }

  @Test
  @Requirement({"AA7.1", "AA7.2"})
  void checkpointIsTimeStampedAndOpensslVerifiesIt(@TempDir Path folder) throws Exception {
    long before = look.status().get("sealedRecords").asLong();
    stampBy(system.value("tsa"));
    stampedBeyond(before);
    Files.copy(system.path("root.pem"), trusted, StandardCopyOption.REPLACE_EXISTING);
    String said = node.auditVerified();
    assertTrue(said.contains("says an authority that is trusted"), said);
    assertEquals("OK", look.verification().get("result").asText());

    Path export = folder.resolve("export");
    node.launcher("audit", "export", export.toString()).expectOk();
    Path note = export.resolve("stamped/" + stampedIn(export));
    Openssl.Verdict checked =
        Openssl.run(
            folder,
            "ts",
            "-verify",
            "-data",
            note.toString(),
            "-in",
            note + ".tst",
            "-token_in",
            "-CAfile",
            system.path("root.pem").toString(),
            "-untrusted",
            system.path("ca.pem").toString());
    assertTrue(checked.text().contains("Verification: OK"), checked.text());
    said = node.launcher("audit", "verify", export.toString()).expectOk().text();
    assertTrue(said.contains("says an authority that is trusted"), said);
    Files.writeString(note, Files.readString(note).replaceFirst("\n[0-9]+\n", "\n7\n"));
    assertEquals(1, node.launcher("audit", "verify", export.toString()).exit());
  }

  private static long stampedIn(Path export) throws Exception {
    try (var files = Files.list(export.resolve("stamped"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("[0-9]+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElseThrow();
    }
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.2"},
      kind = Kind.NEGATIVE)
  void timeStampOverSomethingElseIsFound(@TempDir Path folder) throws Exception {
    stampBy(system.value("tsa"));
    stampedBeyond(0);
    try (TamperedCopy copy = TamperedCopy.of(system, folder)) {
      assertEquals(0, copy.verify().code());
      copy.tamper(
          "update audit_time_stamp set size = (select min(size) from audit_checkpoint_note"
              + " where size not in (select size from audit_time_stamp))"
              + " where size = (select max(size) from audit_time_stamp)");
      TamperedCopy.Verdict verdict = copy.verify();
      assertEquals(1, verdict.code(), verdict.said());
      assertTrue(verdict.said().contains("over something else"), verdict.said());
    }
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA6.1"},
      kind = Kind.NEGATIVE)
  void authorityThatIsDownHoldsNothingUpIsMissedAndComesBack() {
    stampBy("http://127.0.0.1:1/nobody");
    Within.seconds(SECONDS_MAX)
        .until("the alarm", () -> look.openAlarm("CHECKPOINT_NOT_STAMPED").isPresent());
    assertTrue(look.status().get("writable").asBoolean());
    long before = stamped();
    set("time-stamp-url", system.value("tsa"));
    stampedBeyond(before);
    assertEquals("OK", look.verification().get("result").asText());
  }
}
