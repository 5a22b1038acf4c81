package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Where private keys are, as other programs than the system itself see it. */
@Tag("blackbox")
class KeysInDevicesTest {
  private static final int FILE_OCTETS_MAX = 32 * 1024 * 1024;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  @TempDir private Path folder = Path.of("set by JUnit");

  /** The certificate that a listener shows. */
  private X509Certificate served(URI listener) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            system
                .anonymousTls()
                .getSocketFactory()
                .createSocket(listener.getHost(), listener.getPort())) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  private List<JsonNode> active(String device) {
    List<JsonNode> active = new ArrayList<>();
    for (JsonNode key : journey.as("security-officer-1").get("/keys").expect(200).json()) {
      if (key.get("device").asText().equals(device) && key.get("state").asText().equals("ACTIVE")) {
        active.add(key);
      }
    }
    return active;
  }

  @Test
  @Requirement({"KM1.1", "KM6.3"})
  void everyKeyInUseLiesInItsDevice() throws Exception {
    for (String device : List.of("infra", "tsp")) {
      Map<String, X509Certificate> there = new TokenLook(system, device, folder).privateKeys();
      List<JsonNode> active = active(device);
      assertFalse(active.isEmpty());
      for (JsonNode key : active) {
        if (key.get("purpose").asText().equals("DATA_ENCRYPTION")) {
          continue;
        }
        byte[] bound = Base64.getDecoder().decode(key.get("certificate").asText());
        String label = key.get("label").asText();
        assertTrue(there.containsKey(label), label + " is not in " + device);
        assertEquals(
            RunningSystem.certificate(bound).getPublicKey(),
            Objects.requireNonNull(there.get(label)).getPublicKey(),
            label);
      }
      Evidence.note(active.size() + " keys in use lie in " + device);
    }
    X509Certificate https = served(system.uri("publicHttps"));
    assertTrue(
        new TokenLook(system, "infra", folder).privateKeys().containsValue(https),
        "the key of the TLS server is not in the device");
  }

  /** The one key of the system that signs nothing is in the list, and in the device, as well. */
  @Test
  @Requirement({"KMF-b", "KM6.3"})
  void keyThatEncryptsDataKeysIsListedAndLiesInItsDevice() {
    JsonNode key = keyEncryptionKey();
    for (Map.Entry<String, String> said :
        Map.of(
                "keyClass", "INFRASTRUCTURE",
                "owner", "dataencryption",
                "device", "infra",
                "algorithm", "AES-256",
                "ceremony", "FIRST_START",
                "testDevice", "true")
            .entrySet()) {
      assertEquals(said.getValue(), key.get(said.getKey()).asText(), key.toString());
    }
    assertFalse(key.hasNonNull("spkiSha256"), key.toString());
    assertTrue(Instant.parse(key.get("createdAt").asText()).isBefore(Instant.now()));
    assertEquals(
        List.of(key.get("label").asText()),
        new TokenLook(system, "infra", folder)
            .secretKeys().stream().filter(label -> label.startsWith("data-kek-")).toList());
  }

  @Test
  @Requirement(
      value = {"KMF-b", "KM6.3"},
      kind = Kind.NEGATIVE)
  void keyThatEncryptsDataKeysIsNotDestroyedCopiedOrShownToEverybody() {
    String id = keyEncryptionKey().get("keyId").asText();
    for (String operation :
        List.of("DEACTIVATE_KEY", "DESTROY_KEY", "BACKUP_KEY", "REPLICATE_KEY")) {
      assertEquals(404, journey.request(operation, Map.of("keyId", id)).status(), operation);
    }
    Map<String, String> orphan = Map.of("token", "infra", "label", id);
    assertEquals(404, journey.request("DESTROY_KEY", orphan).status());
    journey.as("registration-officer-1").get("/keys").expect(403);
  }

  private JsonNode keyEncryptionKey() {
    List<JsonNode> keys =
        active("infra").stream()
            .filter(key -> key.get("purpose").asText().equals("DATA_ENCRYPTION"))
            .toList();
    assertEquals(1, keys.size(), keys.toString());
    return keys.get(0);
  }

  @Test
  @Requirement(
      value = {"KM1.1", "KM6.3", "KM6.4"},
      kind = Kind.NEGATIVE)
  void noKeyIsCopiedOutOfADeviceAndNoFileHoldsOne() throws Exception {
    TokenLook infra = new TokenLook(system, "infra", folder);
    for (String alias : infra.privateKeys().keySet()) {
      Path file = folder.resolve(alias + ".p12");
      TokenLook.Said said = infra.copyOut(alias, file);
      assertTrue(said.text().contains("Problem importing entry"), said.text());
      assertFalse(hasKey(file), alias + " was copied: " + said.text());
    }
    assertEquals(List.of(), filesWithKeys());
  }

  @Test
  @Requirement({"KM5.1", "KM5.3"})
  void destroyedKeyIsGoneFromItsDevice() {
    TokenLook infra = new TokenLook(system, "infra", folder);
    String keyId =
        journey
            .operation(
                "GENERATE_KEY",
                Map.of(
                    "purpose", "MESSAGE_SEALING",
                    "owner", "destruction-check",
                    "token", "infra",
                    "algorithm", "EC:secp256r1"))
            .get("keyId")
            .asText();
    String label = labelOf(keyId);
    try {
      assertTrue(infra.privateKeys().containsKey(label));
      journey.operation("DEACTIVATE_KEY", Map.of("keyId", keyId));
    } finally {
      journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
    }
    assertFalse(infra.privateKeys().containsKey(label), label);
  }

  private String labelOf(String keyId) {
    return active("infra").stream()
        .filter(key -> key.get("keyId").asText().equals(keyId))
        .map(key -> key.get("label").asText())
        .findFirst()
        .orElseThrow();
  }

  private static boolean hasKey(Path file) throws Exception {
    if (!Files.exists(file)) {
      return false;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(file)) {
      store.load(in, "of-no-matter".toCharArray());
    }
    return store.size() > 0;
  }

  /** Of the server's own files: PEM, or the DER in which Java and openssl write private keys. */
  private List<Path> filesWithKeys() throws IOException {
    Path run = system.folder().resolve("..").toAbsolutePath().normalize();
    List<Path> found = new ArrayList<>();
    for (String part : List.of("server", "config", "log", "audit", "tools")) {
      if (Files.exists(run.resolve(part))) {
        try (Stream<Path> files = Files.walk(run.resolve(part))) {
          files.filter(KeysInDevicesTest::holdsKey).forEach(found::add);
        }
      }
    }
    return found;
  }

  private static boolean holdsKey(Path file) {
    try {
      if (!Files.isRegularFile(file)
          || Files.size(file) > FILE_OCTETS_MAX
          || file.toString().endsWith(".jar")) {
        return false;
      }
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      // PKCS#8: version 0, then the algorithm id-ecPublicKey or rsaEncryption.
      return text.contains("PRIVATE KEY-----")
          || text.contains("\2\1\0\60\23\6\7\52\u0086\u0048\u00ce\75\2\1")
          || text.contains("\2\1\0\60\15\6\11\52\u0086\u0048\u0086\u00f7\15\1\1\1");
    } catch (IOException e) {
      // A file that the server has just removed holds nothing any more.
      return false;
    }
  }
}
