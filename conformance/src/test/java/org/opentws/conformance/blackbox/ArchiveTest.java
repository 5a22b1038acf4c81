package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** What is archived is found again, and read and verified elsewhere. */
@Tag("blackbox")
@Order(Faults.FIRST)
class ArchiveTest {
  private static final String WHY = "its retention is over";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final AuditLook look = new AuditLook(system);
  private final Node node = new Node(system);
  private final Archives archives = new Archives(system);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @AfterEach
  void leave() {
    superuser.close();
  }

  @Test
  @Requirement({"AR1.1", "AR1.2a", "AR1.2b", "AR1.2c", "AR1.3", "AR3.1"})
  void allThatHappenedIsArchivedWithItsTimeAndVerifiedElsewhere() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Archiviert"));
    archives.made();
    journey.revoke(issued.serial(), "superseded").expect(200);
    String officer = system.path("officers/" + Archives.OPERATOR).toString();
    Path password =
        Files.writeString(folder.resolve("password"), system.password(Archives.OPERATOR));
    Node.Said created =
        node.launcher(
            "archive", "create", "--key", officer + ".p12", "--password-file", password.toString());
    assertEquals(0, created.exit(), created.text());
    JsonNode archive =
        journey.as(Archives.AUDITOR).get("/archives").expect(200).json().get("archives").get(0);
    assertTrue(created.text().contains(archive.get("sha256").asText()), created.text());
    List<Path> files = archives.all(folder);
    Node.Said said = archives.verified(files);
    assertEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains("OK: " + files.size()), said.text());

    Map<String, String> times = new TreeMap<>();
    TreeSet<String> lists = new TreeSet<>();
    for (Path file : files) {
      Map<String, byte[]> unzipped = AuditLook.unzip(Files.readAllBytes(file));
      for (JsonNode entry : Archives.lines(unzipped, "entries")) {
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
    archives.made();
    journey.issue(Subscriber.named("Verglichen"));
    JsonNode archive = archives.made();
    List<Path> files = archives.all(folder);
    Path last = files.get(files.size() - 1);
    byte[] whole = Files.readAllBytes(last);
    Map<String, byte[]> unzipped = AuditLook.unzip(whole);
    String bundle =
        unzipped.keySet().stream()
            .filter(name -> name.startsWith("audit/tile/entries/"))
            .findFirst()
            .orElseThrow();
    byte[] manifest = unzipped.getOrDefault("manifest.json", new byte[0]);
    for (String name : List.of("manifest.json", bundle)) {
      refused(last, unzipped, name, changed -> flip(changed, name));
    }
    refused(
        last,
        unzipped,
        "certificates-00001.jsonl",
        changed -> changed.put("certificates-00001.jsonl", new byte[0]));
    refused(last, unzipped, bundle, changed -> changed.remove(bundle));
    refused(
        last,
        unzipped,
        "manifest.json",
        changed -> changed.put("manifest.p7s", byOfficer(manifest)));
    // One archive too few.
    Files.write(last, whole);
    archives.made();
    List<Path> more = new ArrayList<>(archives.all(folder));
    Node.Said good = archives.verified(more);
    assertEquals(0, good.exit(), good.text());
    more.remove(last);
    Node.Said gap = archives.verified(more);
    assertEquals(1, gap.exit(), gap.text());
    long number = archive.get("number").asLong();
    assertTrue(
        gap.text().contains("archives between " + (number - 1) + " and " + (number + 1)),
        gap.text());
  }

  /** By a key that the same CA certified, but that signs no archives. */
  private byte[] byOfficer(byte[] document) {
    String officer = system.path("officers/" + Archives.OPERATOR).toString();
    return Openssl.signature(folder, document, officer + ".pem", officer + "-key.pem");
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
    Node.Said said = archives.verified(List.of(last));
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
    JsonNode archive = archives.made();
    String name = system.value("issuer") + "/" + issued.serial();
    List<String> found =
        archives.entries("CERTIFICATE", before, after).stream()
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
    assertEquals(List.of(), archives.entries("CERTIFICATE", before.minusSeconds(1), before));
    assertFalse(archives.entries("CRL", Instant.EPOCH, after).isEmpty());
    // Of audit records: those that the log itself has.
    List<JsonNode> logged =
        look.records(Map.of("type", "KEY_GENERATED", "limit", "500")).stream()
            .filter(record -> record.get("index").asLong() < archive.get("auditTo").asLong())
            .toList();
    assertFalse(logged.isEmpty(), "nothing to compare with");
    assertEquals(
        names(logged, "object"),
        names(
            archives.entries(
                "KEY_GENERATED",
                at(logged.get(logged.size() - 1)),
                at(logged.get(0)).plusMillis(1)),
            "name"));
    JsonNode looked = look.records(Map.of("type", "ARCHIVE_READ", "user", Archives.AUDITOR)).get(0);
    assertTrue(
        looked.get("details").get("search").asText().startsWith("KEY_GENERATED"), looked::toString);

    Path file = folder.resolve("a.zip");
    Files.write(
        file,
        archives.fetched(Archives.AUDITOR, archive.get("number").asLong()).expect(200).octets());
    Node.Said said =
        archives.tool(
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
    JsonNode archive = archives.made();
    String query = "type=crl&from=2026-01-01T00:00:01&to=2126-01-01T00:00:01";
    String page =
        journey
            .as(Archives.AUDITOR)
            .getUri(system.uri("admin").resolve("archive.xhtml?" + query))
            .expect(200)
            .text();
    assertTrue(page.contains(archive.get("sha256").asText()), page);
    assertTrue(page.contains(system.value("issuer") + "//1<"), page);
    journey.as(Archives.OPERATOR).getUri(system.uri("admin").resolve("archive.xhtml")).expect(403);
    String form =
        journey
            .as("security-officer-1")
            .getUri(system.uri("admin").resolve("request.xhtml?type=DELETE_ARCHIVE"))
            .expect(200)
            .text();
    assertTrue(form.contains("Number of the archive"), form);
  }

  private static Instant at(JsonNode record) {
    return Instant.parse(record.get("at").asText());
  }

  private static List<String> names(List<JsonNode> found, String field) {
    return found.stream().map(one -> one.get(field).asText()).sorted().toList();
  }

  @Test
  @Requirement(
      value = {"AR2.1", "M1.2f"},
      kind = Kind.NEGATIVE)
  void nobodyElseReadsAndTheAuditorOnlyReads() {
    long number = archives.made().get("number").asLong();
    for (String other :
        List.of(
            "security-officer-1",
            "registration-officer-1",
            "revocation-officer-1",
            Archives.OPERATOR)) {
      archives.fetched(other, number).expect(403);
      journey.as(other).get("/archives").expect(403);
      journey.as(other).get("/archives/entries?type=CRL&from=x&to=y").expect(403);
    }
    Client auditor = journey.as(Archives.AUDITOR);
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
    archives.fetched(Archives.AUDITOR, 999_999).expect(404);
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
    JsonNode archive = archives.made();
    Map<String, byte[]> files =
        AuditLook.unzip(
            archives
                .fetched(Archives.AUDITOR, archive.get("number").asLong())
                .expect(200)
                .octets());
    String name = system.value("issuer") + "/" + issued.serial();
    JsonNode line =
        Archives.lines(files, "certificates").stream()
            .filter(one -> one.get("name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    assertTrue(line.get("encrypted").asBoolean(), line::toString);
    for (JsonNode certificate : Archives.lines(files, "certificates")) {
      byte[] octets = java.util.Base64.getDecoder().decode(certificate.get("octets").asText());
      assertFalse(contains(octets, surname), certificate::toString);
    }
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      for (String secret :
          List.of(
              surname, "sieben stille Seen", "PRIVATE KEY", system.password(Archives.OPERATOR))) {
        assertFalse(contains(file.getValue(), secret), file.getKey() + " says " + secret);
      }
    }
  }

  private static boolean contains(byte[] octets, String text) {
    return new String(octets, StandardCharsets.ISO_8859_1)
        .contains(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
  }
}
