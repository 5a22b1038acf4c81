package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
  @Requirement({"KM1.1", "KM6.3"})
  void everyDeviceAndEveryKeyIsShownWithWhatItIs() {
    Said said = node.launcher("device", "check").expectOk();
    String text = said.text();
    for (String expected :
        List.of(
            "Device ca",
            "Device tsp",
            "Device infra",
            "TEST DEVICE",
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
      assertFalse(text.contains(secret(token)), "the PIN of " + token);
    }
  }

  private String secret(String token) {
    try {
      return Files.readString(node.run().resolve("secrets/" + token + ".pin")).strip();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Said checkedWith(String from, String to) throws IOException {
    String original = Files.readString(configuration);
    try {
      Files.writeString(configuration, original + "\n" + from + "=" + to + "\n");
      return node.launcher(Map.of(), "device", "check");
    } finally {
      Files.writeString(configuration, original);
    }
  }

  @Test
  @Requirement(value = "KM1.1", kind = Kind.NEGATIVE)
  void eachFaultIsNamedInWords() throws IOException {
    Map<String, String> faults =
        Map.of(
            "opentws.hsm.tsp.library=/none.so", "PKCS#11 library /none.so is not there",
            "opentws.hsm.tsp.library=/etc/hostname", "is not a PKCS#11 library",
            "opentws.hsm.tsp.token-label=nobody", "no token labelled \"nobody\"",
            "opentws.hsm.tsp.pin=swordfish", "it must be file:PATH, credential-store:");
    for (Map.Entry<String, String> fault : faults.entrySet()) {
      String[] setting = fault.getKey().split("=");
      Said said = checkedWith(setting[0], setting[1]);
      assertEquals(1, said.exit(), said.text());
      assertTrue(said.text().contains(fault.getValue()), fault.getKey() + ":\n" + said.text());
      assertFalse(said.text().contains("Exception"), said.text());
    }
  }
}
