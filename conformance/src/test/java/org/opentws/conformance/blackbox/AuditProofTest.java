package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Proofs for strangers, signed exports, lawful erasure (AA5.2, AA7). */
@Tag("blackbox")
class AuditProofTest {
  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final AuditLook look = new AuditLook(system);

  @Test
  @Requirement({"AA7.1", "AA7.1-s2", "AA7.2"})
  void strangerChecksTheProofOfARecordWithPublicTools(@TempDir Path folder) throws Exception {
    long index = look.records(Map.of("type", "KEY_GENERATED")).get(0).get("index").asLong();
    String proof = proof(index);
    Verdict honest = stranger(folder, proof, signer(folder, proof));
    assertEquals(0, honest.exit(), honest.said());
    assertTrue(honest.said().contains("record " + index + " of "), honest.said());
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA7.2"},
      kind = Kind.NEGATIVE)
  void strangerSeesThatAProofWasAltered(@TempDir Path folder) throws Exception {
    long index = look.records(Map.of("type", "KEY_GENERATED")).get(0).get("index").asLong();
    String proof = proof(index);
    String signer = signer(folder, proof);
    String record =
        proof.lines().filter(line -> line.startsWith("extra ")).findFirst().orElseThrow();
    char[] altered = record.toCharArray();
    altered[60] = altered[60] == 'A' ? 'B' : 'A';
    for (String forged :
        List.of(
            proof.replace(record, new String(altered)),
            proof.replace("index " + index, "index " + (index + 1)),
            proof.replaceFirst("(?m)^[A-Za-z0-9+/]{43}=\\n", ""))) {
      assertNotEquals(0, stranger(folder, forged, signer).exit(), forged);
    }
  }

  private String proof(long index) {
    return Within.seconds(20)
        .get(
            "a signed checkpoint over record " + index,
            () -> {
              Client.Answer answer = look.auditor().get("/audit/records/" + index + "/proof");
              return answer.status() == 200
                  ? java.util.Optional.of(answer.text())
                  : java.util.Optional.empty();
            });
  }

  /**
   * The certificate of the key that signed the checkpoint, out of a signed export. The signature
   * begins with the key's id, four octets: the audit key is replaced from time to time.
   */
  private String signer(Path folder, String proof) throws IOException {
    byte[] signature =
        proof
            .lines()
            .filter(line -> line.startsWith("\u2014 "))
            .map(line -> Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)))
            .findFirst()
            .orElseThrow();
    String id = HexFormat.of().formatHex(signature, 0, 4);
    byte[] certificate =
        Objects.requireNonNull(AuditLook.unzip(signedExport()).get("certificates/" + id + ".pem"));
    Files.copy(
        system.path("tls-ca.pem"),
        folder.resolve("management-ca.pem"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return new String(certificate, StandardCharsets.UTF_8);
  }

  private byte[] signedExport() {
    return look.auditor()
        .get("/audit/export?format=signed&type=KEY_GENERATED")
        .expect(200)
        .octets();
  }

  private record Verdict(int exit, String said) {}

  /** Runs the very commands of docs/audit-proof.md. */
  private static Verdict stranger(Path folder, String proof, String signer)
      throws IOException, InterruptedException {
    String page = Files.readString(Path.of("../docs/audit-proof.md"));
    String commands = page.split("```sh\n", 2)[1].split("```", 2)[0];
    Files.writeString(folder.resolve("record.tlog-proof"), proof);
    Files.writeString(folder.resolve("record.tlog-proof.pem"), signer);
    return run(folder, commands);
  }

  private static Verdict run(Path folder, String commands)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", commands)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it hangs");
    Evidence.note("exit " + process.exitValue() + ": " + said.lines().reduce("", (a, b) -> b));
    return new Verdict(process.exitValue(), said);
  }

  @Test
  @Requirement({"AA7.2", "AA7.1-s2"})
  void signedExportIsCheckedWithPublicToolsAndAnAlteredOneIsNot(@TempDir Path folder)
      throws Exception {
    for (Map.Entry<String, byte[]> file : AuditLook.unzip(signedExport()).entrySet()) {
      Path target = folder.resolve(file.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, file.getValue());
    }
    String readme = Files.readString(folder.resolve("README.txt"));
    String key = readme.replaceFirst("(?s).*where KEY is ([0-9a-f]{8}).*", "$1");
    String check =
        readme
            .lines()
            .filter(line -> line.startsWith("  sha256sum") || line.startsWith("  openssl"))
            .map(line -> line.strip().replace("KEY.pem", key + ".pem"))
            .reduce("set -e", (all, line) -> all + "\n" + line);
    Verdict honest = run(folder, check);
    assertEquals(0, honest.exit(), honest.said());
    assertTrue(honest.said().contains("Verified OK"), honest.said());
    Path records = folder.resolve("records.json");
    Files.writeString(records, Files.readString(records).replace("SUCCESS", "REFUSED"));
    assertNotEquals(0, run(folder, check).exit());
  }

  @Test
  @Requirement({"AA5.2", "AA7.1"})
  void personalValuesAreErasedByTwoPersonsAndTheLogStillVerifies() {
    system.withCertificateOf("system-operator-2").tryLogin("not it").expect(401);
    JsonNode login = look.records(Map.of("type", "LOGIN", "user", "system-operator-2")).get(0);
    String object = login.get("object").asText();
    assertFalse(login.get("details").get("source").isNull(), login.toString());
    journey.operation(
        "ERASE_PERSONAL_AUDIT_VALUES", Map.of("object", object, "reason", "request of a person"));
    JsonNode after =
        look.records(
                Map.of("object", object, "before", Long.toString(login.get("index").asLong() + 1)))
            .get(0);
    assertEquals(login.get("index"), after.get("index"));
    assertTrue(after.get("details").get("source").isNull(), after.toString());
    assertEquals("OK", look.verification().get("result").asText());
    JsonNode erased = look.records(Map.of("type", "AUDIT_PERSONAL_ERASED")).get(0);
    assertEquals(object, erased.get("details").get("object").asText());
    assertTrue(erased.get("details").get("erased").asLong() > 0);
  }

  @Test
  @Requirement(value = "AA5.2", kind = Kind.NEGATIVE)
  void nothingIsErasedByOneOrWithoutAReason() {
    journey
        .request("ERASE_PERSONAL_AUDIT_VALUES", Map.of("object", "account:nobody", "reason", "x"))
        .expect(404);
    journey
        .request("ERASE_PERSONAL_AUDIT_VALUES", Map.of("object", "audit-log", "reason", " "))
        .expect(400);
    look.auditor()
        .post(
            "/operations",
            Map.of(
                "type",
                "ERASE_PERSONAL_AUDIT_VALUES",
                "parameters",
                Map.of("object", "audit-log", "reason", "x")))
        .expect(403);
  }
}
