package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Node.Said;

/** {@code ./tws device check}: what an operator is told of the devices. */
@Tag("blackbox")
class DeviceCheckTest {
  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Path configuration = node.run().resolve("config/opentws.properties");

  @Test
  @Requirement("KM1.1")
  void everyDeviceAndEveryKeyIsShownWithWhatItIs() throws IOException {
    String text = node.launcher("device", "check").expectOk().text();
    for (String expected :
        List.of(
            "Device ca",
            "Device tsp",
            "Device infra",
            "TEST DEVICE",
            "CKM_EC_KEY_PAIR_GEN",
            "CKM_AES_KEY_WRAP_PAD",
            "EC:secp256r1",
            "tls-server",
            "ocsp-signing-issuing-",
            "audit-signing-",
            "All devices are well.")) {
      assertTrue(text.contains(expected), expected + ":\n" + text);
    }
    List<String> keys = text.lines().filter(line -> line.contains("made here")).toList();
    assertTrue(keys.size() >= 5, text);
    for (String key : keys) {
      assertTrue(key.contains("never leaves") && key.contains(" ok "), key);
    }
    for (String token : List.of("tsp", "infra")) {
      String pin = Files.readString(node.run().resolve("secrets/" + token + ".pin")).strip();
      assertFalse(text.contains(pin), "the PIN of " + token);
    }
  }

  @Test
  @Requirement(value = "KM1.1", kind = Kind.NEGATIVE)
  void eachFaultIsNamedInWords() throws IOException {
    String original = Files.readString(configuration);
    Said said;
    try {
      Files.writeString(
          configuration,
          original
              + """

              opentws.hsm.ca.library=/none.so
              opentws.hsm.tsp.token-label=nobody
              opentws.hsm.infra.pin=swordfish
              """);
      said = node.launcher("device", "check");
    } finally {
      Files.writeString(configuration, original);
    }
    assertEquals(1, said.exit(), said.text());
    for (String words :
        List.of(
            "PKCS#11 library /none.so is not there",
            "no token labelled \"nobody\"",
            "it must be file:PATH, credential-store:",
            "3 faults.")) {
      assertTrue(said.text().contains(words), words + ":\n" + said.text());
    }
    assertFalse(said.text().contains("Exception"), said.text());
  }
}
