package org.opentws.tools.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.tools.ceremony.ToolProcess.SCRIPTS;
import static org.opentws.tools.ceremony.ToolProcess.ceremony;
import static org.opentws.tools.ceremony.ToolProcess.openssl;
import static org.opentws.tools.ceremony.ToolProcess.refused;
import static org.opentws.tools.ceremony.ToolProcess.succeed;
import static org.opentws.tools.ceremony.ToolProcess.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.tools.ceremony.ToolProcess.Outcome;
import org.opentws.value.Sha256;

/** The three shipped scripts, one after the other, judged by openssl and nobody else. */
class CeremonyTest {
  private static Path run = Path.of("");

  @BeforeAll
  static void holdAllThree(@TempDir Path directory) throws Exception {
    run = directory;
    succeed(ceremony("install", "run=" + run));
    succeed(ceremony("root", "run=" + run));
    newRequest("ca", "prime256v1");
    succeed(signCa("ca"));
  }

  @Test
  void everyCertificateStandsStrictVerification() throws Exception {
    verify("root.pem", "root.pem", "-check_ss_sig");
    verify("root.pem", "issuing.pem");
    verify("management-ca.pem", "management-ca.pem", "-check_ss_sig");
    verify(
        "management-ca.pem",
        "tls-server.pem",
        "-purpose",
        "sslserver",
        "-verify_hostname",
        "localhost");
    verify("management-ca.pem", "tls-server.pem", "-verify_ip", "127.0.0.1");
    for (JsonNode person : installation().get("persons")) {
      String account = person.get("account").asText();
      verify("management-ca.pem", "../demo/officers/" + account + ".pem", "-purpose", "sslclient");
    }
  }

  @Test
  void issuingCaHasItsExtensions() throws Exception {
    String text = openssl("x509", "-in", file("issuing.pem"), "-noout", "-text").output();
    assertTrue(text.contains("CA:TRUE, pathlen:0"), text);
    assertTrue(text.contains("URI:http://tws.example/crl/root.crl"), text);
    assertTrue(text.contains("CA Issuers - URI:http://tws.example/ca/root.cer"), text);
    assertTrue(text.contains("X509v3 Any Policy"), text);
    assertTrue(text.contains("Certificate Sign, CRL Sign"), text);
    assertTrue(text.contains("ecdsa-with-SHA384"), text);
  }

  @Test
  void crlIsRenewedAndVerifies() throws Exception {
    Outcome crl =
        openssl(
            "crl",
            "-inform",
            "DER",
            "-in",
            file("root.crl"),
            "-CAfile",
            file("root.pem"),
            "-noout",
            "-text");
    assertTrue(crl.output().contains("verify OK"), crl.output());
    assertTrue(crl.output().matches("(?s).*CRL Number: \\s*[2-9].*"), crl.output());
  }

  @Test
  void reportsAndInstallationDocumentAreSigned() throws Exception {
    for (String signed :
        List.of("installation", "install-report", "root-report", "sign-ca-report")) {
      succeed(verifySignature(file(signed + ".p7s"), file(signed + ".json")));
    }
    String both =
        openssl("cms", "-cmsout", "-print", "-inform", "DER", "-in", file("root-report.p7s"))
            .output();
    for (String name : List.of("Security Officer 1", "Security Officer 2", "System Auditor 1")) {
      assertTrue(both.contains(name), both);
    }
    Path changed = run.resolve("changed.json");
    String original = Files.readString(Path.of(file("installation.json")));
    Files.writeString(changed, original.replace("SYSTEM_AUDITOR", "SECURITY_OFFICER"));
    assertNotEquals(0, verifySignature(file("installation.p7s"), changed.toString()).exitCode());
  }

  @Test
  void planWasSignedByBothBeforeTheRootWasUsed() throws Exception {
    JsonNode report = new ObjectMapper().readTree(Path.of(file("sign-ca-report.json")).toFile());
    assertEquals(2, report.get("planSignatures").size());
    assertTrue(report.get("plan").get("demo").asBoolean());
    String digest = report.get("plan").get("inputs").get("request").asText();
    assertEquals(Sha256.hex(Files.readAllBytes(run.resolve("ca.p10"))), digest);
  }

  @Test
  void installationNamesNineDifferentPersonsEachWithOneRole() throws Exception {
    Set<String> persons = new HashSet<>();
    for (JsonNode person : installation().get("persons")) {
      persons.add(person.get("person").asText());
      assertEquals(1, person.get("roles").size());
      Path password = run.resolve("demo/officers/" + person.get("account").asText() + ".password");
      assertTrue(hashes(Files.readString(password), person.get("passwordHash").asText()));
      assertFalse(hashes("another", person.get("passwordHash").asText()));
    }
    assertEquals(9, persons.size());
  }

  @Test
  void secretsAreReadableByTheirOwnerOnlyAndInNoReport() throws Exception {
    StringBuilder reports = new StringBuilder();
    for (String report : List.of("install-report", "root-report", "sign-ca-report")) {
      reports.append(Files.readString(Path.of(file(report + ".json"))));
    }
    for (String secret :
        List.of(
            "secrets/tsp.pin",
            "secrets/tsp.so-pin",
            "secrets/infra.pin",
            "secrets/infra.so-pin",
            "demo/officers/security-officer-1.ca.pin.share",
            "demo/officers/security-officer-2.ca.so-pin.share",
            "demo/officers/security-officer-1.root.pin.share",
            "demo/officers/security-officer-2.root.backup-key.share",
            "demo/officers/security-officer-1.password",
            "demo/officers/security-officer-1.p12",
            "demo/officers/security-officer-1-key.pem")) {
      Path file = run.resolve(secret);
      assertEquals(
          "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)), secret);
      if (!secret.endsWith(".p12")) {
        assertFalse(reports.toString().contains(Files.readString(file)), secret);
      }
    }
  }

  @Test
  void aCeremonyIsHeldOnce() throws Exception {
    refused("has been held", ceremony("install", "run=" + run));
    refused("has been held", signCa("ca"));
  }

  @Test
  void requestWithoutProofOfPossessionIsRefused() throws Exception {
    newRequest("forged", "prime256v1");
    Path request = run.resolve("forged.p10");
    byte[] octets = Files.readAllBytes(request);
    octets[octets.length - 1] ^= 1;
    Files.write(request, octets);
    refused("", signCa("forged", "report=" + run + "/forged-report", "result=" + run + "/forged"));
    assertFalse(Files.exists(run.resolve("forged.pem")));
    assertFalse(Files.exists(run.resolve("forged-report.json")));
  }

  @Test
  void garbageAndWeakKeysAreRefused() throws Exception {
    newRequest("weak", "prime192v1");
    refused(
        "too weak", signCa("weak", "report=" + run + "/weak-report", "result=" + run + "/weak"));
    Files.writeString(run.resolve("garbage.p10"), "no request at all");
    refused(
        "is not a PKCS#10 request",
        signCa("garbage", "report=" + run + "/garbage-report", "result=" + run + "/garbage"));
    newRequest("crossing", "prime256v1");
    refused(
        "less than the root's own",
        signCa(
            "crossing",
            "path-length=1",
            "report=" + run + "/crossing-report",
            "result=" + run + "/crossing"));
  }

  @Test
  void nobodyIsWitnessOfWhatHeDoesAndNobodySignsForAnother() throws Exception {
    Path script = run.resolve("changed.yaml");
    String root = Files.readString(SCRIPTS.resolve("root.yaml"));
    Files.writeString(script, root.replace("system-auditor-1", "security-officer-2"));
    refused("all different", tool(script.toString(), "run=" + run, "confirm=demo"));

    String signCa = Files.readString(SCRIPTS.resolve("sign-ca.yaml"));
    Files.writeString(script, signCa.replace("System Auditor 1", "Somebody Else"));
    newRequest("witnessed", "prime256v1");
    refused(
        "is that of System Auditor 1",
        tool(
            script.toString(),
            "run=" + run,
            "request=" + run.resolve("witnessed.p10"),
            "base-url=http://tws.example/",
            "report=" + run + "/witnessed-report",
            "result=" + run + "/witnessed",
            "confirm=demo"));
    assertFalse(Files.exists(run.resolve("witnessed-report.json")));
    // The steps were done: another script does not close their report.
    Files.writeString(script, signCa + "# another\n");
    refused(
        "that of another script",
        tool(
            script.toString(),
            "run=" + run,
            "request=" + run.resolve("witnessed.p10"),
            "base-url=http://tws.example/",
            "report=" + run + "/witnessed-report",
            "confirm=demo"));
  }

  @Test
  void scriptSaysWhatItMisses() throws Exception {
    refused("the script needs run=", ceremony("root"));
    refused("no parameter rum", ceremony("root", "rum=x"));
    Outcome atNoTerminal = tool(SCRIPTS.resolve("root.yaml").toString(), "run=" + run + "/other");
    refused("two persons must confirm", atNoTerminal);
    Path misspelt = run.resolve("misspelt.yaml");
    String root = Files.readString(SCRIPTS.resolve("root.yaml"));
    Files.writeString(misspelt, root.replace("algorithm:", "bakcup: yes, algorithm:"));
    refused("knows no bakcup", tool(misspelt.toString(), "run=" + run + "/none", "confirm=demo"));
  }

  private static JsonNode installation() throws IOException {
    return new ObjectMapper().readTree(Path.of(file("installation.json")).toFile());
  }

  private static String file(String name) {
    return run.resolve("ceremony").resolve(name).toString();
  }

  private static Outcome signCa(String request, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run=" + run,
                "request=" + run.resolve(request + ".p10"),
                "base-url=http://tws.example/"));
    arguments.addAll(List.of(more));
    return ceremony("sign-ca", arguments.toArray(String[]::new));
  }

  private static void newRequest(String name, String curve) throws Exception {
    String key = run.resolve(name + ".key").toString();
    succeed(openssl("ecparam", "-name", curve, "-genkey", "-noout", "-out", key));
    succeed(
        openssl(
            "req",
            "-new",
            "-key",
            key,
            "-subj",
            "/C=BE/O=Test/CN=" + name,
            "-outform",
            "DER",
            "-out",
            run.resolve(name + ".p10").toString()));
  }

  private static void verify(String authority, String certificate, String... more)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("verify", "-x509_strict", "-CAfile", file(authority)));
    arguments.addAll(List.of(more));
    arguments.add(file(certificate));
    succeed(openssl(arguments.toArray(String[]::new)));
  }

  private static Outcome verifySignature(String signature, String content) throws Exception {
    return openssl(
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-in",
        signature,
        "-content",
        content,
        "-CAfile",
        file("management-ca.pem"),
        "-purpose",
        "any",
        "-out",
        "/dev/null");
  }

  /** Verifies an encoded Argon2id hash from its own parameters. */
  private static boolean hashes(String password, String encoded) {
    String[] parts = encoded.split("\\$");
    String[] costs = parts[3].split("[=,]");
    byte[] expected = Base64.getDecoder().decode(parts[5]);
    byte[] actual = new byte[expected.length];
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(0x13)
            .withMemoryAsKB(Integer.parseInt(costs[1]))
            .withIterations(Integer.parseInt(costs[3]))
            .withParallelism(Integer.parseInt(costs[5]))
            .withSalt(Base64.getDecoder().decode(parts[4]))
            .build());
    generator.generateBytes(password.getBytes(UTF_8), actual);
    return MessageDigest.isEqual(expected, actual);
  }
}
