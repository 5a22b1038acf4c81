package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/** Backups on demand, and two persons who must agree before one is restored. */
@Tag("blackbox")
class BackupTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final String OPERATOR = "system-operator-1";

  /** Of somebody who was there before the first backup. */
  private static final String NAME = "Name" + UUID.randomUUID().toString().replace("-", "");

  private static Superuser superuser;
  private static Newcomer second;
  private static Path folder;
  private static JsonNode made;
  private static Path backup;

  private final Node node = new Node(SYSTEM);

  @BeforeAll
  static void make(@TempDir Path scratch) throws IOException {
    superuser = new Superuser(SYSTEM);
    second = Newcomer.officer(JOURNEY, "SYSTEM_OPERATOR");
    folder = scratch;
    JOURNEY.issue(Subscriber.named(NAME));
    made = JOURNEY.as(OPERATOR).post("/backups", Map.of()).expect(201).json();
    backup = folder.resolve("backup.zip");
    Files.write(backup, JOURNEY.as(OPERATOR).get("/backups/" + id()).expect(200).octets());
  }

  @AfterAll
  static void leave() {
    second.leave(JOURNEY);
    superuser.close();
  }

  private static String id() {
    return made.get("id").asText();
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  private Node.Said verified(Path file) {
    return node.launcher(
        "backup", "verify", file.toString(), "--trust", SYSTEM.path("tls-ca.pem").toString());
  }

  @Test
  @Requirement({"BK1.1", "BK2.1", "M1.2e"})
  void operatorMakesOneWhichIsListedAndVerifiesElsewhere() throws Exception {
    assertEquals(made.get("sha256").asText(), sha256(backup));
    assertEquals(made.get("size").asLong(), Files.size(backup));
    boolean[] listed = {false};
    JOURNEY
        .as(OPERATOR)
        .get("/backups")
        .expect(200)
        .json()
        .forEach(
            row -> listed[0] |= row.get("id").asText().equals(id()) && row.get("here").asBoolean());
    assertTrue(listed[0], "it is not in the list");
    Path kept = node.run().resolve("backup").resolve(made.get("file").asText());
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)));
    assertEquals(-1, Files.mismatch(kept, backup));

    Node.Said said = verified(backup);
    assertEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains(id()), said.text());
    JsonNode manifest =
        Client.JSON.readTree(AuditLook.unzip(Files.readAllBytes(backup)).get("manifest.json"));
    Set<String> packed = new TreeSet<>();
    manifest.get("tables").forEach(table -> packed.add(table.get("name").asText()));
    Set<String> lasting =
        new TreeSet<>(
            superuser.texts(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                    + " and relkind in ('r', 'p') and not relispartition"
                    + " and relpersistence = 'p' and relname <> 'flyway_schema_history'"));
    assertEquals(lasting, packed);
    List<String> recorded =
        superuser.texts("select outcome from audit_record where object = ?", "backup:" + id());
    assertEquals(List.of("1"), recorded);
  }

  @Test
  @Requirement({"BK1.1", "M1.2e"})
  void launcherMakesOneOnThePathGiven() throws Exception {
    Path file = folder.resolve("by-launcher.zip");
    Path password = folder.resolve("password");
    Files.writeString(password, SYSTEM.password(OPERATOR));
    Node.Said said =
        node.launcher(
                "backup",
                "create",
                file.toString(),
                "--key",
                SYSTEM.path("officers/" + OPERATOR + ".p12").toString(),
                "--password-file",
                password.toString())
            .expectOk();
    assertTrue(said.text().contains("size " + Files.size(file)), said.text());
    assertTrue(said.text().contains("SHA-256 " + sha256(file)), said.text());
    assertEquals(0, verified(file).exit());
  }

  @Test
  @Requirement(
      value = {"M1.2e", "BK1.3"},
      kind = Kind.NEGATIVE)
  void whoIsNoOperatorStartsNeitherBackupNorRestore() {
    for (String account :
        List.of("registration-officer-1", "system-auditor-1", "security-officer-1")) {
      Client other = JOURNEY.as(account);
      other.post("/backups", Map.of()).expect(403);
      other.get("/backups").expect(403);
      other.get("/backups/" + id()).expect(403);
      other
          .post("/operations", Map.of("type", "RESTORE_BACKUP", "parameters", parameters(made)))
          .expect(403);
    }
  }

  private static Map<String, String> parameters(JsonNode backup) {
    return Map.of(
        "backup",
        backup.get("id").asText(),
        "sha256",
        backup.get("sha256").asText(),
        "reason",
        "a check");
  }

  private static Answer asked(JsonNode backup) {
    return JOURNEY
        .as(OPERATOR)
        .post("/operations", Map.of("type", "RESTORE_BACKUP", "parameters", parameters(backup)));
  }

  private static void altered(
      Map<String, byte[]> files, Path to, Consumer<Map<String, byte[]>> change) throws IOException {
    Map<String, byte[]> changed = new TreeMap<>(files);
    change.accept(changed);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(to))) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
  }

  private static byte[] flipped(byte[] octets) {
    byte[] other = octets.clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  private void refused(
      Map<String, byte[]> files, String named, Consumer<Map<String, byte[]>> change)
      throws Exception {
    Path file = folder.resolve("altered.zip");
    altered(files, file, change);
    Node.Said said = verified(file);
    assertEquals(1, said.exit(), said.text());
    assertTrue(said.text().contains("BROKEN: " + named), said.text());
  }

  @Test
  @Requirement(value = "BK2.1", kind = Kind.NEGATIVE)
  void whatWasAlteredIsNamed() throws Exception {
    byte[] whole = Files.readAllBytes(backup);
    Map<String, byte[]> files = new TreeMap<>(AuditLook.unzip(whole));
    String account = "tables/account-00001";
    String person = "tables/person-00001";
    refused(files, account, all -> all.put(account, flipped(octets(all, account))));
    refused(files, account, all -> all.remove(account));
    refused(
        files,
        account,
        all -> {
          byte[] first = octets(all, account);
          all.put(account, octets(all, person));
          all.put(person, first);
        });
    refused(files, "tables/account-00002", all -> all.put("tables/account-00002", new byte[40]));
    refused(files, "manifest.p7s", all -> all.remove("manifest.p7s"));
    // An older one that says that it is of today.
    refused(
        files,
        "manifest.json",
        all ->
            all.put(
                "manifest.json",
                new String(octets(all, "manifest.json"), StandardCharsets.UTF_8)
                    .replaceFirst(
                        "\"takenAt\" : \"[^\"]*\"", "\"takenAt\" : \"2099-01-01T00:00:00Z\"")
                    .getBytes(StandardCharsets.UTF_8)));
    Path cut = folder.resolve("cut.zip");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 100));
    Node.Said said = verified(cut);
    assertEquals(1, said.exit(), said.text());
    assertTrue(said.text().contains("no whole backup"), said.text());
  }

  private static byte[] octets(Map<String, byte[]> files, String name) {
    return Objects.requireNonNull(files.get(name), name);
  }

  @Test
  @Requirement(value = "BK2.2", kind = Kind.NEGATIVE)
  void backupNamesNobodyAndHoldsNoSecretInClear() throws Exception {
    OctetSearch search = new OctetSearch().text("the control", id());
    search.text("name of a subject", NAME);
    search.text("a person", "Person of " + second.account);
    // Machines have none.
    for (String hash :
        superuser.texts("select password_hash from account where not machine limit 20")) {
      search.text("password hash", hash);
    }
    for (String pin : List.of("tsp.pin", "infra.pin", "postgres-application")) {
      search.text(pin, Files.readString(node.run().resolve("secrets").resolve(pin)).strip());
    }
    Path unpacked = folder.resolve("unpacked");
    byte[] whole = Files.readAllBytes(backup);
    try (var out = Files.newOutputStream(unpacked)) {
      out.write(whole);
      for (byte[] file : AuditLook.unzip(whole).values()) {
        out.write(file);
      }
    }
    TreeSet<String> found = search.in(unpacked);
    found.removeIf(what -> what.startsWith("the control"));
    assertEquals(new TreeSet<>(), found);
    assertFalse(search.in(unpacked).isEmpty(), "the search finds nothing at all");
  }

  private static String digestOfRights() {
    return superuser
        .texts(
            "select md5(string_agg(t, ',' order by t)) from (select a::text as t from account a"
                + " union all select r::text from role_assignment r"
                + " union all select c::text from certificate_status c) rows")
        .get(0);
  }

  @Test
  @Requirement({"M1.2e", "BK3.2"})
  void twoOperatorsGiveTheOrderToRestore() throws Exception {
    String before = digestOfRights();
    JsonNode operation = asked(made).expect(201).json();
    assertEquals("REQUESTED", operation.get("state").asText());
    assertTrue(operation.get("description").asText().contains(made.get("sha256").asText()));
    assertEquals(before, digestOfRights());
    Path order = node.run().resolve("backup").resolve(made.get("file").asText() + ".order.json");
    assertFalse(Files.exists(order));
    String waiting = operation.get("id").asText();
    JOURNEY.as(OPERATOR).approve(waiting).expect(403);
    assertFalse(Files.exists(order));

    JsonNode done = second.loggedIn(SYSTEM).approve(waiting).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done.toString());
    assertTrue(done.toString().contains("./tws backup restore "), done.toString());
    JsonNode written = Client.JSON.readTree(Files.readString(order));
    assertEquals(made.get("sha256").asText(), written.get("sha256").asText());
    assertEquals(OPERATOR, written.get("requester").asText());
    assertEquals(second.account, written.get("approver").asText());
  }

  @Test
  @Requirement(
      value = {"BK2.1", "BK3.2"},
      kind = Kind.NEGATIVE)
  void noOrderIsGivenForAnAlteredBackupAndThereIsAnAlarm() throws Exception {
    Instant begin = Instant.now();
    JsonNode other = JOURNEY.as(OPERATOR).post("/backups", Map.of()).expect(201).json();
    Path kept = node.run().resolve("backup").resolve(other.get("file").asText());
    JOURNEY
        .as(OPERATOR)
        .post(
            "/operations",
            Map.of(
                "type",
                "RESTORE_BACKUP",
                "parameters",
                Map.of(
                    "backup", other.get("id").asText(), "sha256", "00", "reason", "another one")))
        .expect(409);
    String waiting = asked(other).expect(201).json().get("id").asText();
    Files.write(kept, flipped(Files.readAllBytes(kept)));
    JsonNode done = second.loggedIn(SYSTEM).approve(waiting).expect(200).json();
    assertEquals("FAILED", done.get("state").asText(), done.toString());
    assertFalse(Files.exists(Path.of(kept + ".order.json")));
    JOURNEY.acknowledge(new AuditLook(SYSTEM).awaitAlarm("BACKUP_ALTERED", begin));
  }
}
