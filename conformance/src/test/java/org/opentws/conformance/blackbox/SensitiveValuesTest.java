package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * What must never lie about in clear, looked for where everything lies: in the memory of the
 * running server, and in every file that it and the database wrote meanwhile.
 */
@Tag("blackbox")
class SensitiveValuesTest {
  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Journey journey = new Journey(system);
  private final Activation activation = new Activation(system);
  private final WrittenFiles files = new WrittenFiles(node);
  @TempDir private Path folder = Path.of("set by JUnit");

  @BeforeEach
  void open() {
    activation.ensureOpen();
  }

  /** A key that is known outside, used, and destroyed. */
  private byte[] destroyedKey() throws Exception {
    BackedUpKey key = BackedUpKey.made(system, journey);
    try {
      return key.opened(key.backUp());
    } finally {
      key.destroy();
    }
  }

  private void pins(OctetSearch search) throws IOException {
    for (String device : List.of("tsp", "infra")) {
      String pin = Files.readString(node.run().resolve("secrets/" + device + ".pin")).strip();
      search.text("the PIN of " + device, pin);
    }
    for (String secret : List.of("pin", "so-pin")) {
      search.text(
          "the " + secret + " of ca",
          new String(BackedUpKey.combined(system, secret), StandardCharsets.UTF_8));
    }
    search.binary("the backup key", BackedUpKey.combined(system, "backup-key"));
  }

  /** What both ends of a finished TLS session derived; openssl, the client, tells it. */
  private Map<String, String> sessionKeys(String name) throws IOException {
    Path log = folder.resolve(name);
    URI https = system.uri("publicHttps");
    Openssl.run(
            system.folder(),
            "s_client",
            "-connect",
            https.getHost() + ":" + https.getPort(),
            "-tls1_3",
            "-CAfile",
            "tls-ca.pem",
            "-verify_return_error",
            "-keylogfile",
            log.toString())
        .expectOk();
    Map<String, String> keys = new TreeMap<>();
    for (String line : Files.readAllLines(log)) {
      String[] parts = line.split(" ");
      if (parts.length == 3) {
        keys.put(parts[0], parts[2]);
      }
    }
    assertTrue(keys.containsKey("SERVER_TRAFFIC_SECRET_0"), keys::toString);
    return keys;
  }

  @Test
  @Requirement("KMF-c")
  void eachSessionHasKeysOfItsOwn() throws IOException {
    Map<String, String> first = sessionKeys("first");
    Map<String, String> second = sessionKeys("second");
    assertEquals(first.keySet(), second.keySet());
    assertTrue(Collections.disjoint(first.values(), second.values()), "a session key came twice");
  }

  @Test
  @Requirement(
      value = {"KM5.3", "KM6.1", "KMF-c", "SA1.2"},
      kind = Kind.NEGATIVE)
  void noPinNoKeyAndNoShareIsLeftInMemoryOrInAnyFile() throws Exception {
    OctetSearch search = new OctetSearch();
    // Both officers give their shares anew, so that the PIN was put together just now.
    activation.lock("security-officer-1").expect(204);
    activation.open();
    pins(search);
    for (String holder : Activation.HOLDERS) {
      search.text("the share of " + holder, activation.share(holder));
    }
    search.binary("a destroyed private key", destroyedKey());
    sessionKeys("finished")
        .forEach((name, key) -> search.binary("session key " + name, HexFormat.of().parseHex(key)));
    assertEquals(List.of(), inMemory(search));
    assertEquals(List.of(), files.holding(search));
  }

  private List<String> inMemory(OctetSearch search) throws IOException {
    Path heap = node.heapDump();
    try {
      Evidence.note("heap dump: " + Files.size(heap) + " octets");
      // What surely is there shows that the search finds.
      OctetSearch sure = new OctetSearch().text("a word of the program", "IMPORT_CA_CERTIFICATE");
      assertFalse(sure.in(heap).isEmpty(), "the search finds nothing at all");
      return List.copyOf(search.in(heap));
    } finally {
      Files.delete(heap);
    }
  }
}
