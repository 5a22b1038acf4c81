package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * What must be kept is taken out whole and read without the system: the viewer runs without
 * network, environment and configuration, so that nothing of the running system can help it.
 */
@Tag("blackbox")
class TerminationPackageTest {
  private static final String PASSWORD = "of the recipient";
  private static final String NAME = "Nachlass";

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Node node = new Node(system);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  /** A recipient's key in a file, and its certificate. */
  private String recipient(String file, int bits) throws Exception {
    KeyPair keys = Subscriber.rsa(bits);
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=Supervisory Body");
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minusSeconds(60)),
                        Date.from(now.plusSeconds(86400)),
                        name,
                        keys.getPublic())
                    .build(new JcaContentSignerBuilder("SHA256withRSA").build(keys.getPrivate())));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "key", keys.getPrivate(), PASSWORD.toCharArray(), new X509Certificate[] {certificate});
    try (OutputStream out = Files.newOutputStream(folder.resolve(file))) {
      store.store(out, PASSWORD.toCharArray());
    }
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }

  private static Map<String, String> parameters(String recipient) {
    return Map.of("recipient", recipient, "reason", "the provider stops");
  }

  private String asked(String recipient) {
    return journey
        .request("EXPORT_TERMINATION_PACKAGE", parameters(recipient))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private Answer fetched(String account, String operation) {
    return journey.as(account).get("/termination-packages/" + operation);
  }

  private byte[] packed(String recipient) {
    String operation = asked(recipient);
    journey.as("security-officer-2").approve(operation).expect(200);
    return fetched("security-officer-1", operation).expect(200).octets();
  }

  private record Said(int exit, String text) {}

  /** By Java and the program files alone: no network, no variable, nothing of the run directory. */
  private Said viewer(String... arguments) throws IOException, InterruptedException {
    Path tools = folder.resolve("tools");
    if (!Files.exists(tools)) {
      Files.createDirectory(tools);
      try (var jars = Files.newDirectoryStream(node.run().resolve("tools"), "*.jar")) {
        for (Path jar : jars) {
          Files.copy(jar, tools.resolve(jar.getFileName()));
        }
      }
    }
    List<String> words = new ArrayList<>(List.of("unshare", "--net"));
    if (!"root".equals(System.getProperty("user.name"))) {
      words.addAll(List.of("--user", "--map-current-user"));
    }
    words.addAll(
        List.of(
            "env",
            "-i",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            tools + "/*",
            "org.opentws.tools.termination.TerminationTool"));
    words.addAll(List.of(arguments));
    Path said = folder.resolve("said.txt");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertTrue(process.waitFor(120, TimeUnit.SECONDS), "it hangs");
    String text = Files.readString(said);
    Evidence.note("exit " + process.exitValue() + ": " + text.lines().reduce("", (a, b) -> b));
    return new Said(process.exitValue(), text);
  }

  private Said verified(String file, String key) throws Exception {
    return viewer(
        "verify",
        file,
        "--trust",
        system.path("tls-ca.pem").toString(),
        "--key",
        key,
        "--password-file",
        "password");
  }

  @Test
  @Requirement("EIDAS-24.2.h")
  void packageIsReadAndVerifiedWithoutTheSystem() throws Exception {
    Issued issued = journey.issue(Subscriber.named(NAME));
    journey.revoke(issued.serial(), "cessationOfOperation").expect(200);
    Files.write(folder.resolve("package.zip"), packed(recipient("key.p12", 3072)));
    Said all = verified("package.zip", "key.p12");
    assertEquals(0, all.exit(), all.text());
    for (String found :
        List.of("signed by ", "each signed by its CA", "audit log of ", "revocation lists")) {
      assertTrue(all.text().contains(found), all.text());
    }
    assertFalse(all.text().matches("(?s).*\\b0 [a-z].*"), all.text());
    requireReadWithPublicTools();
    Said open = viewer("verify", "package.zip");
    assertEquals(0, open.exit(), open.text());
    assertTrue(open.text().contains("SHA-256 "), open.text());

    Said view = viewer("view", "package.zip");
    for (String file :
        List.of("certificates-", "applications-", "status-", "crls/", "policies/", "audit/")) {
      assertTrue(view.text().contains("\n" + file), view.text());
    }
    node.launcher("termination", "verify", folder.resolve("package.zip").toString()).expectOk();
    Said bySerial = viewer("search", "package.zip", issued.serial());
    assertTrue(bySerial.text().contains("REVOKED"), bySerial.text());
    assertFalse(bySerial.text().contains(NAME), "the name can be read without the key");
    Said byName =
        viewer("search", "package.zip", NAME, "--key", "key.p12", "--password-file", "password");
    assertTrue(byName.text().contains("seen in person"), byName.text());
    assertTrue(byName.text().contains("certificates: "), byName.text());
  }

  /** What the package's README.txt says of those who have not even the viewer. */
  private void requireReadWithPublicTools() throws Exception {
    Map<String, byte[]> files = AuditLook.unzip(Files.readAllBytes(folder.resolve("package.zip")));
    for (String name : List.of("manifest.json", "manifest.p7s", "applications-00001.jsonl.p7m")) {
      Files.write(folder.resolve(name), Objects.requireNonNull(files.get(name)));
    }
    String trust = system.path("tls-ca.pem").toString();
    Openssl.run(
            folder,
            ("cms -verify -inform DER -in manifest.p7s -content manifest.json -binary -purpose any"
                    + " -out verified.json -CAfile "
                    + trust)
                .split(" "))
        .expectOk();
    assertEquals(
        -1, Files.mismatch(folder.resolve("verified.json"), folder.resolve("manifest.json")));
    Openssl.run(folder, "pkcs12 -in key.p12 -passin file:password -nodes -out key.pem".split(" "))
        .expectOk();
    Openssl.run(
            folder,
            ("cms -decrypt -inform DER -in applications-00001.jsonl.p7m -binary -inkey key.pem"
                    + " -out applications.jsonl")
                .split(" "))
        .expectOk();
    assertTrue(Files.readString(folder.resolve("applications.jsonl")).contains(NAME));
  }

  @Test
  @Requirement(value = "EIDAS-24.2.h", kind = Kind.NEGATIVE)
  void whatWasAlteredIsNamedAndAnotherKeyOpensNothing() throws Exception {
    byte[] whole = packed(recipient("key.p12", 3072));
    recipient("other.p12", 3072);
    Files.write(folder.resolve("package.zip"), whole);
    Said wrongKey = verified("package.zip", "other.p12");
    assertEquals(1, wrongKey.exit(), wrongKey.text());
    assertTrue(wrongKey.text().contains("not encrypted for this key"), wrongKey.text());

    Map<String, byte[]> files = new TreeMap<>(AuditLook.unzip(whole));
    for (String name :
        List.of("status-00001.jsonl", "applications-00001.jsonl.p7m", "audit/checkpoint")) {
      refused(files, name, (all, file) -> flip(all, file));
      refused(files, name, Map::remove);
    }
    refused(files, "crls/forged.crl", (all, file) -> all.put(file, new byte[] {1}));
    refused(files, "manifest.json", (all, file) -> flip(all, file));
    Files.write(folder.resolve("cut.zip"), java.util.Arrays.copyOf(whole, whole.length - 200));
    Said cut = verified("cut.zip", "key.p12");
    assertEquals(1, cut.exit(), cut.text());
    assertTrue(cut.text().contains("no whole package"), cut.text());
  }

  private static void flip(Map<String, byte[]> files, String name) {
    byte[] octets = files.getOrDefault(name, new byte[0]).clone();
    // Still JSON: a digit or letter becomes another one.
    int at = octets.length / 2;
    while (octets[at] < '0' || octets[at] > '8') {
      at++;
    }
    octets[at]++;
    files.put(name, octets);
  }

  private void refused(
      Map<String, byte[]> files, String name, BiConsumer<Map<String, byte[]>, String> change)
      throws Exception {
    Map<String, byte[]> changed = new LinkedHashMap<>(files);
    change.accept(changed, name);
    try (ZipOutputStream zip =
        new ZipOutputStream(Files.newOutputStream(folder.resolve("changed.zip")))) {
      for (Map.Entry<String, byte[]> file : changed.entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    Said said = verified("changed.zip", "key.p12");
    assertEquals(1, said.exit(), said.text());
    assertTrue(said.text().contains("BROKEN: " + name), said.text());
  }

  @Test
  @Requirement(value = "EIDAS-24.2.h", kind = Kind.NEGATIVE)
  void nothingLeavesWithoutTwoPersonsOrForAWeakKey() throws Exception {
    journey
        .request("EXPORT_TERMINATION_PACKAGE", parameters(recipient("weak.p12", 2048)))
        .expect(422);
    journey.request("EXPORT_TERMINATION_PACKAGE", parameters("bm90IGE=")).expect(400);
    String operation = asked(recipient("key.p12", 3072));
    fetched("security-officer-1", operation).expect(409);
    fetched("registration-officer-1", operation).expect(403);
    fetched("security-officer-1", "AAAAAAAAAAAAAAAAAAAAAA").expect(404);
    journey.as("security-officer-1").approve(operation).expect(403);
    fetched("security-officer-1", operation).expect(409);
  }
}
