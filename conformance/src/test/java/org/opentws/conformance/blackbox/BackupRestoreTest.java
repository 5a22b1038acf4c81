package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * A backup that was made under load, restored on a bare machine: by two persons only, and then by
 * the order that the first system gave.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BackupRestoreTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String OPERATOR = "system-operator-1";

  /** What does not change by itself, and must be there again to the last row. */
  private static final List<String> SAME =
      List.of(
          "person",
          "role_assignment",
          "permission_grant",
          "control_certificate",
          "certificate_application",
          "certificate",
          "certificate_status",
          "serial_reservation",
          "status_change",
          "dual_control_operation",
          "dual_control_approval",
          "time_stamping_unit",
          "signing_key",
          "data_key");

  private static Newcomer second;

  /** An operator whose key was lost before the backup was made. */
  private static Newcomer revoked;

  private static Client.Answer waiting;
  private static Path folder;
  private static Path backup;
  private static String order;
  private static BareMachine bare;
  private static List<String> before;
  private static long recordsBefore;
  private static long crlNumber;

  @BeforeAll
  static void backUpUnderLoad(@TempDir Path scratch) throws Exception {
    folder = scratch;
    second = Newcomer.officer(JOURNEY, "SYSTEM_OPERATOR");
    revoked = Newcomer.officer(JOURNEY, "SYSTEM_OPERATOR");
    JOURNEY.revoke(revoked.certificate).expect(200);
    JOURNEY.issue(Subscriber.named("N" + UUID.randomUUID()));
    // Waits for its second person, here and there.
    waiting =
        JOURNEY
            .request(
                "EXPORT_TERMINATION_PACKAGE", Map.of("recipient", recipient(), "reason", "waits"))
            .expect(201);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    Thread load =
        new Thread(
            () -> {
              while (goesOn.get()) {
                new RelyingParty(SYSTEM).timeStamp();
              }
            });
    load.start();
    JsonNode made;
    try (Superuser superuser = new Superuser(SYSTEM)) {
      recordsBefore = Long.parseLong(superuser.texts("select max(first) from audit_sealed").get(0));
      made = JOURNEY.as(OPERATOR).post("/backups", Map.of()).expect(201).json();
      before = SAME.stream().map(table -> superuser.texts(digest(table)).get(0)).toList();
      crlNumber = Long.parseLong(superuser.texts("select max(number) from crl").get(0));
    } finally {
      goesOn.set(false);
      load.join();
    }
    backup = folder.resolve("backup.zip");
    Files.write(
        backup,
        JOURNEY.as(OPERATOR).get("/backups/" + made.get("id").asText()).expect(200).octets());
    String asked =
        JOURNEY
            .as(OPERATOR)
            .post(
                "/operations",
                Map.of(
                    "type",
                    "RESTORE_BACKUP",
                    "parameters",
                    Map.of(
                        "backup",
                        made.get("id").asText(),
                        "sha256",
                        made.get("sha256").asText(),
                        "reason",
                        "a drill")))
            .expect(201)
            .json()
            .get("id")
            .asText();
    second.loggedIn(SYSTEM).approve(asked).expect(200);
    order = new Node(SYSTEM).run().resolve("backup") + "/" + made.get("file").asText() + ".order.";
    bare = new BareMachine(SYSTEM);
  }

  private static String recipient() throws Exception {
    Openssl.run(
            folder,
            ("req -x509 -newkey rsa:3072 -nodes -keyout r-key.pem -outform DER -out r.cer -days 9"
                    + " -subj /CN=Recipient")
                .split(" "))
        .expectOk();
    return java.util.Base64.getEncoder()
        .encodeToString(Files.readAllBytes(folder.resolve("r.cer")));
  }

  private static String digest(String table) {
    return "select md5(coalesce(string_agg(md5(t::text), ',' order by md5(t::text)), '')) from "
        + table
        + " t";
  }

  @AfterAll
  static void leave() throws Exception {
    bare.close();
    JOURNEY.withdraw(waiting);
    second.leave(JOURNEY);
    revoked.leave(JOURNEY);
  }

  /** What an operator signs on a bare machine, by the openssl command. */
  private static String signed(String name, Path certificate, Path key) throws Exception {
    byte[] statement =
        bare.launcher("backup", "statement", backup.toString())
            .expectOk()
            .text()
            .getBytes(StandardCharsets.UTF_8);
    Path file = folder.resolve(name + ".p7s");
    Files.write(file, Openssl.signature(folder, statement, certificate.toString(), key.toString()));
    return file.toString();
  }

  private static String byFirst() throws Exception {
    return signed(
        "first",
        SYSTEM.path("officers/" + OPERATOR + ".pem"),
        SYSTEM.path("officers/" + OPERATOR + "-key.pem"));
  }

  private static String by(Newcomer operator) throws Exception {
    Path certificate = folder.resolve(operator.account + ".pem");
    Path key = folder.resolve(operator.account + "-key.pem");
    Files.writeString(certificate, operator.certificatePem());
    Files.writeString(key, operator.keyPem());
    return signed(operator.account, certificate, key);
  }

  @Test
  @Order(1)
  @Requirement(
      value = {"BK3.2", "BK3.1"},
      kind = Kind.NEGATIVE)
  void bareMachineRestoresNothingForOnePerson() throws Exception {
    Node.Said alone = bare.launcher("backup", "restore", backup.toString());
    assertNotEquals(0, alone.exit(), alone.text());
    assertTrue(alone.text().contains("two persons must agree"), alone.text());
    assertEquals(List.of("0"), bare.texts("select count(*) from account"));

    String first = byFirst();
    Node.Said twice =
        bare.launcher("backup", "restore", backup.toString(), "--first", first, "--second", first);
    assertNotEquals(0, twice.exit(), twice.text());
    assertTrue(twice.text().contains("both signatures are of"), twice.text());
    Node.Said lost =
        bare.launcher(
            "backup", "restore", backup.toString(), "--first", first, "--second", by(revoked));
    assertNotEquals(0, lost.exit(), lost.text());
    assertTrue(lost.text().contains("with a valid certificate"), lost.text());
    assertEquals(List.of("0"), bare.texts("select count(*) from account"));
  }

  @Test
  @Order(2)
  @Requirement({"BK1.2", "BK1.3", "BK3.1", "BK3.2"})
  void twoOperatorsBringEverythingBackAndTheSystemServes() throws Exception {
    bare.launcher(
            "backup", "restore", backup.toString(), "--first", byFirst(), "--second", by(second))
        .expectOk();
    for (String table : SAME) {
      assertEquals(before.get(SAME.indexOf(table)), bare.texts(digest(table)).get(0), table);
    }
    String numbers = bare.texts("select min(number) from crl_number_floor").get(0);
    assertTrue(Long.parseLong(numbers) > crlNumber || crlNumber == 0, numbers);

    bare.launcher("start").expectOk();
    RunningSystem there = bare.system();
    assertEquals("granted", new RelyingParty(there).timeStamp());
    Client auditor = there.officer("system-auditor-1");
    JsonNode verified = auditor.post("/audit/verification", Map.of()).expect(200).json();
    assertEquals("OK", verified.get("result").asText(), verified.toString());
    List<String> size = bare.texts("select max(first) from audit_sealed");
    assertTrue(Long.parseLong(size.get(0)) > recordsBefore, size.toString());
    List<String> recorded =
        Within.seconds(30)
            .get(
                "the record of the restoration",
                () -> {
                  String text =
                      auditor.get("/audit/records?type=BACKUP_RESTORED").expect(200).text();
                  return text.contains("a drill") || text.contains(second.account)
                      ? java.util.Optional.of(List.of(text))
                      : java.util.Optional.empty();
                });
    assertTrue(recorded.get(0).contains(OPERATOR), recorded.toString());
    archivesTellOfTheNumbersLeftOut(there);
    Node.Said running = bare.launcher("backup", "restore", backup.toString());
    assertNotEquals(0, running.exit(), running.text());
    assertTrue(running.text().contains("is running"), running.text());
    assertEquals(
        List.of("0"),
        bare.texts(
            "select count(*) from user_session where ended_at is null and created_at < (select"
                + " max(restored_at) from backup_restoration)"));
  }

  private static void archivesTellOfTheNumbersLeftOut(RunningSystem there) throws Exception {
    new Journey(there).revoke(second.certificate).expect(200);
    String next =
        Within.seconds(90)
            .get(
                "a CRL after the restoration",
                () ->
                    bare
                        .texts(
                            "select min(c.number) from crl c join crl_number_floor f using (ca)"
                                + " where c.number > f.number")
                        .stream()
                        .filter(number -> !number.equals("null"))
                        .findFirst());
    Archives archives = new Archives(there);
    archives.made();
    Node.Said said = archives.verified(archives.all(folder));
    assertEquals(0, said.exit(), said.text());
    String leftOut = "to " + (Long.parseLong(next) - 1) + " of ";
    assertTrue(
        said.text()
            .lines()
            .anyMatch(line -> line.contains(leftOut) && line.contains("left out by a restoration")),
        said.text());
  }

  @Test
  @Order(3)
  @Requirement({"BK3.1", "BK3.2"})
  void orderOfTheSystemRestoresAndTheReplacedLogIsKept() throws Exception {
    bare.launcher("stop").expectOk();
    Path ordered = folder.resolve("ordered.zip");
    Files.copy(backup, ordered);
    for (String ending : List.of("json", "p7s")) {
      Files.copy(Path.of(order + ending), Path.of(ordered + ".order." + ending));
    }
    bare.launcher("backup", "restore", ordered.toString()).expectOk();
    for (String table : SAME) {
      assertEquals(before.get(SAME.indexOf(table)), bare.texts(digest(table)).get(0), table);
    }
    try (Stream<Path> kept = Files.list(bare.run().resolve("backup"))) {
      assertTrue(
          kept.anyMatch(
              folder ->
                  Files.exists(folder.resolve("audit/checkpoint"))
                      && Files.exists(folder.resolve("audit-state/checkpoint"))),
          "the log that was replaced is gone");
    }
  }
}
