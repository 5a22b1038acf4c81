package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * What is archived is found again, read elsewhere, altered by nobody, and deleted by two persons
 * only when its time is over. Years pass by the superuser's hand, for the archive's row alone.
 */
@Tag("blackbox")
@Order(Faults.FIRST)
class ArchiveTest {
  private static final String AUDITOR = "system-auditor-1";
  private static final String OPERATOR = "system-operator-1";
  private static final String WHY = "its retention is over";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);
  private final Node node = new Node(system);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @AfterEach
  void leave() {
    superuser.close();
  }

  private JsonNode made() {
    return journey.as(OPERATOR).post("/archives", Map.of()).expect(201).json();
  }

  private Answer fetched(String account, long archive) {
    return journey.as(account).get("/archives/" + archive + "/package");
  }

  private List<JsonNode> entries(String type, Instant from, Instant to) {
    String query = "/archives/entries?type=%s&from=%s&to=%s".formatted(type, from, to);
    return AuditLook.nodes(journey.as(AUDITOR).get(query).expect(200).json().get("entries"));
  }

  private JsonNode listed(long archive) {
    return AuditLook.nodes(journey.as(AUDITOR).get("/archives").expect(200).json().get("archives"))
        .stream()
        .filter(one -> one.get("number").asLong() == archive)
        .findFirst()
        .orElseThrow();
  }

  private static List<JsonNode> lines(Map<String, byte[]> files, String list) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
      if (file.getKey().startsWith(list + "-")) {
        String text = new String(file.getValue(), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
          found.add(JSON.readTree(line));
        }
      }
    }
    return found;
  }

  /** By Java and the program files alone, without network. */
  private Node.Said tool(String... arguments) {
    Node.Said said = node.withoutNetwork(arguments);
    Evidence.note("exit " + said.exit() + ": " + said.text().lines().reduce("", (a, b) -> b));
    return said;
  }

  private Node.Said verified(List<Path> files) {
    List<String> words = new ArrayList<>(List.of("archive", "verify"));
    files.forEach(file -> words.add(file.toString()));
    words.addAll(List.of("--trust", system.path("tls-ca.pem").toString()));
    return tool(words.toArray(String[]::new));
  }

  /** Every archive that is there, oldest first, in files. */
  private List<Path> all() throws IOException {
    List<Path> files = new ArrayList<>();
    for (JsonNode one :
        AuditLook.nodes(journey.as(AUDITOR).get("/archives").expect(200).json().get("archives"))) {
      if (!one.hasNonNull("deletion")) {
        long number = one.get("number").asLong();
        Path file = folder.resolve("archive-" + number + ".zip");
        Files.write(file, fetched(AUDITOR, number).expect(200).octets());
        files.add(0, file);
      }
    }
    return files;
  }

  @Test
  @Requirement({"AR1.1", "AR1.2a", "AR1.2b", "AR1.2c", "AR1.3"})
  void allThatHappenedIsArchivedWithItsTimeAndVerifiedElsewhere() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Archiviert"));
    made();
    journey.revoke(issued.serial(), "superseded").expect(200);
    String officer = system.path("officers/" + OPERATOR).toString();
    Path password = Files.writeString(folder.resolve("password"), system.password(OPERATOR));
    Node.Said created =
        node.launcher(
            "archive", "create", "--key", officer + ".p12", "--password-file", password.toString());
    assertEquals(0, created.exit(), created.text());
    JsonNode archive =
        journey.as(AUDITOR).get("/archives").expect(200).json().get("archives").get(0);
    assertTrue(created.text().contains(archive.get("sha256").asText()), created.text());
    List<Path> files = all();
    Node.Said said = verified(files);
    assertEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains("OK: " + files.size()), said.text());

    Map<String, String> times = new TreeMap<>();
    TreeSet<String> lists = new TreeSet<>();
    for (Path file : files) {
      Map<String, byte[]> unzipped = AuditLook.unzip(Files.readAllBytes(file));
      for (JsonNode entry : lines(unzipped, "entries")) {
        assertTrue(entry.path("at").asText().endsWith("Z"), entry::toString);
        if (entry.get("kind").asText().equals("CERTIFICATE")) {
          times.put(entry.get("name").asText(), entry.get("at").asText());
        } else if (entry.get("kind").asText().equals("CRL")) {
          lists.add(entry.get("name").asText());
        }
      }
    }
    String end = archive.get("to").asText();
    List<String> certificates =
        superuser.texts(
            "select issuer || '/' || serial || ' ' || to_char(generated_at at time zone 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS') from certificate"
                + " where generated_at < ?::timestamptz",
            end);
    assertTrue(certificates.size() > 3, certificates::toString);
    for (String certificate : certificates) {
      String[] parts = certificate.split(" ");
      String archived = times.getOrDefault(parts[0], "missing");
      assertTrue(archived.startsWith(parts[1]), certificate + ": " + archived);
    }
    // Those of officers, of CAs and of the system's other keys, too.
    List<String> others =
        superuser.texts(
            "select 'control:' || fingerprint from control_certificate where registered_at <"
                + " ?::timestamptz union all select 'key:' || key_id || '/' || encode("
                + "sha256(certificate), 'hex') from signing_key where certificate is not null"
                + " and created_at < ?::timestamptz",
            end,
            end);
    assertTrue(times.keySet().containsAll(others), others::toString);
    List<String> made =
        superuser.texts(
            "select ca || '/' || scope || '/' || number from crl where this_update <"
                + " ?::timestamptz - interval '1 second'",
            end);
    assertTrue(made.size() > 1 && lists.containsAll(made), made + " " + lists);
    assertTrue(said.text().contains("revocation lists 1 to "), said.text());
    assertTrue(said.text().contains("audit log of " + archive.get("auditTo")), said.text());
    JsonNode record = look.records(Map.of("type", "ARCHIVE_CREATED")).get(0);
    assertEquals(
        archive.get("sha256").asText(), record.get("details").get("archiveSha256").asText());
  }

  @Test
  @Requirement(
      value = {"AR1.1", "AR1.2a", "AR1.2b", "AR1.2c", "AR3.1"},
      kind = Kind.NEGATIVE)
  void whatWasAlteredOrIsMissingIsNamed() throws Exception {
    made();
    journey.issue(Subscriber.named("Verglichen"));
    JsonNode archive = made();
    List<Path> files = all();
    Path last = files.get(files.size() - 1);
    byte[] whole = Files.readAllBytes(last);
    Map<String, byte[]> unzipped = AuditLook.unzip(whole);
    String bundle =
        unzipped.keySet().stream()
            .filter(name -> name.startsWith("audit/tile/entries/"))
            .findFirst()
            .orElseThrow();
    for (String name : List.of("manifest.json", bundle)) {
      refused(last, unzipped, name, changed -> flip(changed, name));
    }
    refused(
        last,
        unzipped,
        "certificates-00001.jsonl",
        changed -> changed.put("certificates-00001.jsonl", new byte[0]));
    refused(last, unzipped, bundle, changed -> changed.remove(bundle));
    // One archive too few.
    Files.write(last, whole);
    made();
    List<Path> more = new ArrayList<>(all());
    Node.Said good = verified(more);
    assertEquals(0, good.exit(), good.text());
    more.remove(last);
    Node.Said gap = verified(more);
    assertEquals(1, gap.exit(), gap.text());
    long number = archive.get("number").asLong();
    assertTrue(
        gap.text().contains("archives between " + (number - 1) + " and " + (number + 1)),
        gap.text());
  }

  private static void flip(Map<String, byte[]> files, String name) {
    byte[] octets = files.getOrDefault(name, new byte[0]).clone();
    octets[octets.length / 2] ^= 1;
    files.put(name, octets);
  }

  private void refused(
      Path last, Map<String, byte[]> unzipped, String named, Consumer<Map<String, byte[]>> change)
      throws IOException {
    Map<String, byte[]> changed = new LinkedHashMap<>(unzipped);
    change.accept(changed);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(last))) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    Node.Said said = verified(List.of(last));
    assertEquals(1, said.exit(), said.text());
    assertTrue(
        said.text().lines().anyMatch(line -> line.startsWith("BROKEN") && line.contains(named)),
        said.text());
  }

  @Test
  @Requirement({"AR2.1", "M1.2f"})
  void auditorFindsWhatIsArchivedByTypeAndTime() throws Exception {
    Instant before = Instant.now();
    Issued issued = journey.issue(Subscriber.named("Gesucht"));
    Instant after = Instant.now();
    JsonNode archive = made();
    String name = system.value("issuer") + "/" + issued.serial();
    List<String> found =
        entries("CERTIFICATE", before, after).stream()
            .map(one -> one.get("name").asText())
            .toList();
    assertEquals(
        new TreeSet<>(
            superuser.texts(
                "select issuer || '/' || serial from certificate where generated_at >="
                    + " ?::timestamptz and generated_at < ?::timestamptz",
                before.toString(),
                after.toString())),
        new TreeSet<>(found));
    assertTrue(found.contains(name), found::toString);
    assertEquals(List.of(), entries("CERTIFICATE", before.minusSeconds(1), before));
    assertFalse(entries("CRL", Instant.EPOCH, after).isEmpty());
    // Of audit records: those that the log itself has, from the first minutes of the system.
    Instant from = Instant.parse(listed(1).get("from").asText()).minusSeconds(3600);
    Instant end = Instant.parse(archive.get("to").asText()).minusSeconds(60);
    Instant to = end.isBefore(from.plusSeconds(4200)) ? end : from.plusSeconds(4200);
    List<String> archived = names(entries("KEY_GENERATED", from, to), "name");
    List<String> logged =
        names(
            look.records(
                Map.of(
                    "type",
                    "KEY_GENERATED",
                    "from",
                    from.toString(),
                    "to",
                    to.toString(),
                    "limit",
                    "500")),
            "object");
    assertFalse(logged.isEmpty(), "nothing to compare with");
    assertEquals(logged, archived);
    JsonNode looked = look.records(Map.of("type", "ARCHIVE_READ", "user", AUDITOR)).get(0);
    assertTrue(
        looked.get("details").get("search").asText().startsWith("KEY_GENERATED"), looked::toString);

    Path file = folder.resolve("a.zip");
    Files.write(file, fetched(AUDITOR, archive.get("number").asLong()).expect(200).octets());
    Node.Said said =
        tool(
            "archive",
            "search",
            file.toString(),
            "--type",
            "CERTIFICATE",
            "--from",
            before.toString(),
            "--to",
            after.toString());
    assertEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains(name), said.text());
  }

  @Test
  @Requirement({"AR2.1", "M1.2f"})
  void thePortalShowsTheAuditorWhatIsArchived() {
    JsonNode archive = made();
    String query = "type=crl&from=2026-01-01T00:00:01&to=2126-01-01T00:00:01";
    String page =
        journey
            .as(AUDITOR)
            .getUri(system.uri("admin").resolve("archive.xhtml?" + query))
            .expect(200)
            .text();
    assertTrue(page.contains(archive.get("sha256").asText()), page);
    assertTrue(page.contains(system.value("issuer") + "//1<"), page);
    journey.as(OPERATOR).getUri(system.uri("admin").resolve("archive.xhtml")).expect(403);
    String form =
        journey
            .as("security-officer-1")
            .getUri(system.uri("admin").resolve("request.xhtml?type=DELETE_ARCHIVE"))
            .expect(200)
            .text();
    assertTrue(form.contains("Number of the archive"), form);
  }

  private static List<String> names(List<JsonNode> found, String field) {
    return found.stream().map(one -> one.get(field).asText()).sorted().toList();
  }

  @Test
  @Requirement(
      value = {"AR2.1", "M1.2f"},
      kind = Kind.NEGATIVE)
  void nobodyElseReadsAndTheAuditorOnlyReads() {
    long number = made().get("number").asLong();
    for (String other :
        List.of("security-officer-1", "registration-officer-1", "revocation-officer-1", OPERATOR)) {
      fetched(other, number).expect(403);
      journey.as(other).get("/archives").expect(403);
      journey.as(other).get("/archives/entries?type=CRL&from=x&to=y").expect(403);
    }
    Client auditor = journey.as(AUDITOR);
    auditor.post("/archives", Map.of()).expect(403);
    auditor
        .post(
            "/operations",
            Map.of(
                "type",
                "DELETE_ARCHIVE",
                "parameters",
                Map.of("archive", Long.toString(number), "reason", WHY)))
        .expect(403);
    auditor.get("/archives/entries?type=NOTHING&from=2026-01-01T00:00:00Z&to=x").expect(400);
    fetched(AUDITOR, 999_999).expect(404);
  }

  @Test
  @Requirement(value = "AR1.4", kind = Kind.NEGATIVE)
  void nothingConfidentialStandsInClear() throws Exception {
    Subscriber subscriber = Subscriber.named("Vertraulich");
    String surname = String.valueOf(subscriber.subject().get("surname"));
    Map<String, Object> application = new LinkedHashMap<>(subscriber.application());
    application.put("consent", false);
    application.put("revocationPassphrase", "sieben stille Seen im Wald");
    Issued issued = journey.issue(subscriber, application);
    JsonNode archive = made();
    Map<String, byte[]> files =
        AuditLook.unzip(fetched(AUDITOR, archive.get("number").asLong()).expect(200).octets());
    String name = system.value("issuer") + "/" + issued.serial();
    JsonNode line =
        lines(files, "certificates").stream()
            .filter(one -> one.get("name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    assertTrue(line.get("encrypted").asBoolean(), line::toString);
    for (JsonNode certificate : lines(files, "certificates")) {
      byte[] octets = java.util.Base64.getDecoder().decode(certificate.get("octets").asText());
      assertFalse(contains(octets, surname), certificate::toString);
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (String secret :
          List.of(surname, "sieben stille Seen", "PRIVATE KEY", system.password(OPERATOR))) {
        assertFalse(contains(file.getValue(), secret), file.getKey() + " says " + secret);
      }
    }
  }

  private static boolean contains(byte[] octets, String text) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }

  @Test
  @Requirement(value = "AR3.1", kind = Kind.NEGATIVE)
  void nothingArchivedIsAlteredUnnoticed() throws Exception {
    long number = made().get("number").asLong();
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

    byte[] before = fetched(AUDITOR, number).expect(200).octets();
    assertEquals(listed(number).get("sha256").asText(), sha256(before));
    Instant since = Instant.now();
    tamper(number);
    try {
      String refused = fetched(AUDITOR, number).expect(422).text();
      assertTrue(refused.contains("seal-broken") && refused.contains("archive:" + number), refused);
      journey.acknowledge(look.awaitAlarm("ROW_FORGED", since));
    } finally {
      tamper(number);
    }
    assertEquals(sha256(before), sha256(fetched(AUDITOR, number).expect(200).octets()));
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
    JsonNode archive = made();
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
    fetched(AUDITOR, number).expect(200);
    JsonNode done = journey.as("security-officer-2").approve(id).expect(200).json();
    assertEquals("EXECUTED", done.get("state").asText(), done::toString);

    String gone = fetched(AUDITOR, number).expect(409).text();
    assertTrue(gone.contains("was deleted"), gone);
    assertEquals(
        List.of("0"),
        superuser.texts("select count(*) from archive_part where archive = ?", number));
    JsonNode tombstone = listed(number);
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
    fetched(AUDITOR, number).expect(200);
  }

  @Test
  @Requirement(value = "AR3.1-s2", kind = Kind.NEGATIVE)
  void nothingIsDeletedBeforeItsTimeOrByOnePerson() {
    JsonNode archive = made();
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
    fetched(AUDITOR, number).expect(200);
    // The application's role cannot, whatever time it names, and no two names of one person.
    String delete = "select delete_archive(?, now() + interval '30 years', 'x', 'a', ?, 'b', ?)";
    refused("set role tws_app", "must be kept", delete, number, "p", "q");
    refused("set role tws_owner", "must be kept", delete, number, "p", "q");
    refused("set role tws_owner", "must be kept", "delete from archive_part");
    pass(number, "20 years");
    refused("set role tws_app", "violates check", delete, number, "p", "p");
    pass(number, "-20 years");
    fetched(AUDITOR, number).expect(200);
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
