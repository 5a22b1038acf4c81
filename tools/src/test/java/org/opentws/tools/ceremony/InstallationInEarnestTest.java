package org.opentws.tools.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.tools.ceremony.ToolProcess.SCRIPTS;
import static org.opentws.tools.ceremony.ToolProcess.openssl;
import static org.opentws.tools.ceremony.ToolProcess.succeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.tools.ceremony.ToolProcess.Outcome;

/** Two persons at a terminal; the officers' keys are theirs, and the tool never sees one. */
class InstallationInEarnestTest {
  private static final Pattern STEP = Pattern.compile("(?m)^  - id: (\\S+)$");
  private static final Pattern OFFICER =
      Pattern.compile("\\{account: (\\S+), person: [^,]+, role: [A-Z_]+}");
  private static final String PERSON_ONE = "security-officer-1";
  private static final String PERSON_TWO = "security-officer-2";
  private static final String WITNESS = "system-auditor-1";

  private Path place = Path.of("");
  private List<String> accounts = List.of();
  private List<String> steps = List.of();

  @BeforeEach
  void officersBringRequestsAndHashes(@TempDir Path scratch) throws Exception {
    place = scratch;
    String script = Files.readString(SCRIPTS.resolve("install.yaml"));
    accounts = all(OFFICER, script);
    steps = all(STEP, script);
    Files.createDirectories(place.resolve("requests"));
    succeed(
        openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-subj",
            "/CN=Maker of devices",
            "-keyout",
            maker(".key"),
            "-out",
            maker(".pem")));
    for (String account : accounts) {
      String key = device(account);
      succeed(openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key));
      succeed(
          openssl(
              "req",
              "-new",
              "-key",
              key,
              "-subj",
              "/CN=whatever",
              "-outform",
              "DER",
              "-out",
              request(account).toString()));
      Files.writeString(place.resolve("requests/" + account + ".hash"), Argon2id.hash(account));
      attest(account, account);
    }
  }

  private String maker(String ending) {
    return place.resolve("maker" + ending).toString();
  }

  private Path attestation(String account) {
    return place.resolve("requests/" + account + ".attestation");
  }

  /** The maker's word about the key in one's device, brought by somebody who should be the same. */
  private void attest(String owner, String account) throws Exception {
    succeed(
        openssl(
            "x509",
            "-req",
            "-inform",
            "DER",
            "-in",
            request(owner).toString(),
            "-CA",
            maker(".pem"),
            "-CAkey",
            maker(".key"),
            "-set_serial",
            "1",
            "-outform",
            "DER",
            "-out",
            attestation(account).toString()));
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  /** Stands for the officer's own device. */
  private String device(String account) {
    return place.resolve(account + ".key").toString();
  }

  private Path request(String account) {
    return place.resolve("requests/" + account + ".p10");
  }

  /** Both persons say yes to each step, at a terminal. */
  private Outcome held(String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                SCRIPTS.resolve("install.yaml").toAbsolutePath().toString(),
                "run=" + place.resolve("run"),
                "shares=" + place.resolve("shares"),
                "officers=" + place.resolve("officers")));
    arguments.addAll(List.of(more));
    String command =
        ToolProcess.toolCommand(arguments.toArray(String[]::new)).stream()
            .map(word -> "'" + word + "'")
            .collect(Collectors.joining(" "));
    String answers =
        steps.stream().map(step -> ("yes " + step + "\n").repeat(2)).collect(Collectors.joining());
    Path typed = Files.writeString(place.resolve("typed"), answers);
    Process process =
        new ProcessBuilder("script", "-qec", command, "/dev/null")
            .redirectInput(typed.toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private Outcome heldWithRequests() throws Exception {
    return held("requests=" + place.resolve("requests"), "attestation-roots=" + maker(".pem"));
  }

  private static void refused(String words, Outcome outcome) {
    assertNotEquals(0, outcome.exitCode(), outcome.output());
    String said = outcome.output().replaceAll("\\s+", " ");
    assertTrue(said.contains(words), said);
  }

  private Path report(String ending) {
    return place.resolve("run/ceremony/install-report" + ending);
  }

  private void sign(String account, String key) throws Exception {
    succeed(
        openssl(
            "cms",
            "-sign",
            "-binary",
            "-in",
            report(".open.json").toString(),
            "-signer",
            place.resolve("officers/" + account + ".pem").toString(),
            "-inkey",
            key,
            "-outform",
            "DER",
            "-out",
            report("." + account + ".p7s").toString()));
  }

  @Test
  void officersKeepTheirKeysAndSignTheReportThemselves() throws Exception {
    refused("the report waits for signatures", heldWithRequests());
    JsonNode document =
        new ObjectMapper().readTree(place.resolve("run/ceremony/installation.json").toFile());
    assertFalse(document.get("demo").asBoolean());
    assertEquals(accounts.size(), document.get("persons").size());
    for (JsonNode person : document.get("persons")) {
      assertEquals(
          publicKey("req", "-inform", "DER", "-in", request(person.get("account").asText()) + ""),
          publicKey("x509", "-in", place + "/officers/" + person.get("account").asText() + ".pem"));
    }
    assertNoSecretOfAnOfficer();
    String report = Files.readString(report(".open.json"));
    for (String account : accounts) {
      assertTrue(report.contains('"' + account + " attested\""), report);
    }

    sign(PERSON_ONE, device(PERSON_ONE));
    sign(PERSON_TWO, device(PERSON_TWO));
    refused("Missing: System Auditor 1", heldWithRequests());
    // The auditor's name, and somebody else's signature.
    Files.copy(report("." + PERSON_TWO + ".p7s"), report("." + WITNESS + ".p7s"));
    refused("no signature over this report by that person", heldWithRequests());
    Files.delete(report("." + WITNESS + ".p7s"));
    sign(WITNESS, device(WITNESS));
    Outcome closed = heldWithRequests();
    assertEquals(0, closed.exitCode(), closed.output());
    Outcome verified =
        openssl(
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            report(".p7s").toString(),
            "-content",
            report(".json").toString(),
            "-CAfile",
            place.resolve("run/ceremony/management-ca.pem").toString(),
            "-purpose",
            "any",
            "-out",
            "/dev/null");
    assertEquals(0, verified.exitCode(), verified.output());
    String signers =
        openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", report(".p7s").toString())
            .output();
    Matcher names = Pattern.compile("CN=(Security Officer|System Auditor) \\d").matcher(signers);
    assertEquals(3, names.results().map(found -> found.group()).distinct().count(), signers);
  }

  private static String publicKey(String... command) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.addAll(List.of("-noout", "-pubkey"));
    Outcome outcome = openssl(arguments.toArray(String[]::new));
    succeed(outcome);
    return outcome.output();
  }

  private void assertNoSecretOfAnOfficer() throws IOException {
    try (Stream<Path> files = Files.list(place.resolve("officers"))) {
      assertEquals(
          Map.of(true, (long) accounts.size()),
          files.collect(
              Collectors.groupingBy(
                  file -> file.toString().endsWith(".pem"), Collectors.counting())));
    }
  }

  @Test
  void withoutTheirOwnKeysNothingIsMade() throws Exception {
    refused("KM6.3", held());
    attest(PERSON_ONE, WITNESS);
    refused("KM1.4: system-auditor-1: the attestation is about another key", again());
    Files.delete(attestation(WITNESS));
    refused("KM1.4: system-auditor-1: a control key needs its device's attestation", again());
    attest(WITNESS, WITNESS);
    byte[] request = Files.readAllBytes(request(WITNESS));
    request[request.length - 1] ^= 1;
    Files.write(request(WITNESS), request);
    refused("does not prove possession", again());
    Files.writeString(request(WITNESS), "garbage");
    refused("is not a PKCS#10 request", again());
    assertFalse(Files.exists(place.resolve("officers")));
    assertFalse(Files.exists(place.resolve("run/ceremony/installation.json")));
  }

  /** In another place: the tokens of the first try are there. */
  private Outcome again() throws Exception {
    Path elsewhere = Files.createTempDirectory(place, "run");
    return held(
        "requests=" + place.resolve("requests"),
        "attestation-roots=" + maker(".pem"),
        "run=" + elsewhere,
        "shares=" + elsewhere.resolve("shares"));
  }
}
