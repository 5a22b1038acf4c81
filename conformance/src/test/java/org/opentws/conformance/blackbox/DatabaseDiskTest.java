package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * A disk that is really full: the audit log is moved to a small volume of its own, which is then
 * filled to the last octet. Needs the right to mount, as root or by sudo.
 */
@Tag("blackbox")
@Order(Faults.DATABASE_DISK)
class DatabaseDiskTest {
  private static final int NOTICED_SECONDS = 30;
  private static final int HEALED_SECONDS = 60;
  private static final long MEBIBYTE = 1_048_576;
  private static final long LEFT_OVER = 24 * MEBIBYTE;
  private static final String SPACE = "opentws_small_disk";

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final AuditLook look = new AuditLook(system);
  private final long server = node.wildFly();
  private final List<String> moved = new ArrayList<>();
  private Path volume = Path.of("/");

  @BeforeEach
  void moveTheLogToASmallVolume() throws IOException, SQLException {
    volume = Files.createTempDirectory("small-disk");
    try (Connection database = node.superuser();
        Statement statement = database.createStatement()) {
      long octets = number(statement, "select audit_used_octets()");
      long reserve = number(statement, "select pg_relation_size('audit_reserve')");
      long user = postgresUser();
      node.asRoot(
          "mount",
          "-t",
          "tmpfs",
          "-o",
          "mode=700,uid=" + user + ",size=" + (octets + reserve + LEFT_OVER),
          "opentws-small-disk",
          volume.toString());
      statement.execute("create tablespace " + SPACE + " location '" + volume + "'");
      move(statement, SPACE);
    }
  }

  private long postgresUser() throws IOException {
    Path data = node.run().resolve("postgres/data");
    return ((Number) Files.getAttribute(data, "unix:uid")).longValue();
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** Every table of the log that grows, its indexes too. */
  private void move(Statement statement, String space) throws SQLException {
    List<String> commands = new ArrayList<>();
    try (var result =
        statement.executeQuery(
            "select format('alter %s %I set tablespace "
                + space
                + "', case relkind when 'r' then 'table' else 'index' end, relname)"
                + " from pg_class c where relnamespace = 'public'::regnamespace"
                + " and relkind in ('r', 'i') and relname like 'audit\\_%' order by relkind desc")) {
      while (result.next()) {
        commands.add(result.getString(1));
      }
    }
    for (String command : commands) {
      statement.execute(command);
    }
    moved.addAll(commands);
  }

  @AfterEach
  void asBefore() throws IOException, SQLException {
    Files.deleteIfExists(volume.resolve("filler"));
    node.awaitReady(HEALED_SECONDS);
    for (String kind : List.of("AUDIT_STORAGE_FAILED", "AUDIT_SPACE_LOW")) {
      look.openAlarm(kind).ifPresent(new Journey(system)::acknowledge);
    }
    try (Connection database = node.superuser();
        Statement statement = database.createStatement()) {
      move(statement, "pg_default");
      statement.execute("drop tablespace if exists " + SPACE);
    }
    node.asRoot("umount", volume.toString());
    Files.deleteIfExists(volume);
    assertEquals(server, node.wildFly());
  }

  private void fillTheDisk() throws IOException {
    Path filler = Files.createFile(volume.resolve("filler"));
    byte[] block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("No space left"), e.toString());
    }
  }

  @Test
  @Requirement({"AA1.1e", "AA2.1"})
  void fullDiskIsToldInTheLogWhileItIsFullAndWorkGoesOnAfterwards(TestReporter evidence)
      throws Exception {
    String good = traffic.logIn().certify();
    Instant from = Instant.now();
    assertTrue(look.status().get("reservedOctets").asLong() > 0);
    fillTheDisk();
    stops(good);

    // The disk is still full, and the log tells of it: the room kept back is for that.
    List<JsonNode> told = Within.seconds(NOTICED_SECONDS).get("the record", () -> failures(from));
    assertEquals("FAILURE", told.get(0).get("outcome").asText());
    assertTrue(told.toString().contains("the disk is full"), told.toString());
    Within.seconds(HEALED_SECONDS)
        .until("the alarm", () -> look.openAlarm("AUDIT_STORAGE_FAILED").isPresent());

    goesOn(good);
    assertFalse(
        look.records(Map.of("type", "AUDIT_STORAGE_RESUMED", "from", from.toString())).isEmpty());
    evidence.publishEntry("audit", node.auditVerified());
  }

  @Test
  @Requirement(
      value = {"AA1.1e", "AA2.1", "AA2.2"},
      kind = Kind.NEGATIVE)
  void onAFullDiskNothingAuditedHappensAndNothingIsOverwritten(TestReporter evidence)
      throws Exception {
    String good = traffic.logIn().certify();
    List<Write> writes =
        List.of(traffic.approval(traffic.submit()), traffic.revocation(traffic.certify()));
    String oldest = look.auditor().get("/audit/records?before=1").expect(200).text();
    fillTheDisk();
    stops(good);
    List<Sent> sent = new ArrayList<>();
    for (Write write : writes) {
      Answer refused = write.send(traffic.session(write.account())).expect(503);
      Traffic.inItsOwnWords(refused);
      sent.add(new Sent(write, Optional.of(refused)));
    }
    goesOn(good);
    assertEquals(oldest, look.auditor().get("/audit/records?before=1").expect(200).text());
    traffic.standsOnce(sent);
    evidence.publishEntry("audit", node.auditVerified());
  }

  private void stops(String good) {
    Within.seconds(NOTICED_SECONDS)
        .until("tryLater", () -> relyingParty.ocsp(good).equals("trylater"));
    assertEquals("systemFailure", relyingParty.timeStamp());
    node.awaitFault("audit", NOTICED_SECONDS);
  }

  private void goesOn(String good) throws IOException {
    Files.delete(volume.resolve("filler"));
    node.awaitReady(HEALED_SECONDS);
    Within.seconds(HEALED_SECONDS).until("an answer", () -> relyingParty.ocsp(good).equals("good"));
    assertEquals("granted", relyingParty.timeStamp());
  }

  /** Until the room that was kept back is there nobody reads, for reading is recorded, too. */
  private Optional<List<JsonNode>> failures(Instant from) {
    Answer answer = look.auditor().get("/audit/records?type=AUDIT_STORAGE_FAILED&from=" + from);
    return Optional.of(answer)
        .filter(one -> one.status() == 200)
        .map(one -> AuditLook.nodes(one.json().get("records")))
        .filter(records -> !records.isEmpty());
  }
}
