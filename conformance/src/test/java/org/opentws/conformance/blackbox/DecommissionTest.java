package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Node.Said;

/** The end of a node, seen on one that has its keys and tokens and was never started. */
@Tag("blackbox")
class DecommissionTest {
  private static final Node NODE = new Node(RunningSystem.get());
  private static final Path RUN =
      NODE.run().resolve("ended-" + UUID.randomUUID().toString().substring(0, 8));

  /** What somebody kept: other names of the same files, and what was in them. */
  private static final Map<Path, String> KEPT = new HashMap<>();

  private static JsonNode report;

  @BeforeAll
  static void installAndDecommission() throws IOException {
    Files.createDirectories(RUN);
    run("ceremony", "install.yaml", "confirm=demo").expectOk();
    Path kept = Files.createDirectory(RUN.resolve("kept"));
    for (Path file : files(RUN.resolve("secrets"))) {
      Path other = Files.createLink(kept.resolve(file.getFileName()), file);
      KEPT.put(other, octets(other));
    }
    run("decommission", "confirm=demo").expectOk();
    report = new ObjectMapper().readTree(RUN.resolve("ceremony/decommission-report.json").toFile());
  }

  @AfterAll
  static void remove() {
    NODE.asRoot("rm", "-rf", RUN.toString());
  }

  private static Said run(String... arguments) {
    return NODE.launcher(Map.of("TWS_RUN_DIR", RUN.toString()), arguments);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).filter(file -> notEmpty(file)).toList();
    }
  }

  private static boolean notEmpty(Path file) {
    return file.toFile().length() > 0;
  }

  private static String octets(Path file) throws IOException {
    return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
  }

  @Test
  @Requirement({"KM5.2", "KM5.4"})
  void everyKeyIsDestroyedAndNamedInASignedReport() throws IOException {
    List<String> labels = new ArrayList<>();
    for (JsonNode key : report.get("keys")) {
      labels.add(key.get("id").asText());
      assertEquals(64, key.get("publicKeySha256").asText().length());
    }
    assertEquals(List.of("recovery", "management-ca", "tls-server"), labels);
    List<String> tokens =
        report.findParents("emptied").stream().map(step -> step.get("token").asText()).toList();
    assertEquals(List.of("ca", "recovery", "tsp", "infra"), tokens);
    assertEquals(
        List.of("ca", "recovery", "tsp", "infra"),
        report.get("devices").findValuesAsText("tokenLabel"));
    assertTrue(Files.exists(RUN.resolve("ceremony/decommission-report.p7s")));
    assertEquals(List.of(), files(RUN.resolve("secrets")));
    assertEquals(List.of(), files(RUN.resolve("softhsm/tokens")));
    assertTrue(report.findValues("files").get(0).size() >= 4, report::toString);
  }

  @Test
  @Requirement(value = "KM5.2", kind = Kind.NEGATIVE)
  void nodeThatWasDecommissionedDoesNotStartAndOneThatRunsIsNotDecommissioned() {
    for (String command : List.of("start", "demo", "decommission")) {
      Said said = run(command);
      assertNotEquals(0, said.exit(), said.text());
      assertTrue(said.text().contains("was decommissioned"), said.text());
    }
    Said running = NODE.launcher("decommission");
    assertNotEquals(0, running.exit(), running.text());
    assertTrue(running.text().contains("is running"), running.text());
  }

  @Test
  @Requirement(value = "KM5.4", kind = Kind.NEGATIVE)
  void whoKeptTheDiskHasRandomOctetsInTheirPlace() throws IOException {
    assertTrue(KEPT.size() >= 4, KEPT.keySet()::toString);
    for (Map.Entry<Path, String> before : KEPT.entrySet()) {
      assertEquals(before.getValue().length(), octets(before.getKey()).length());
      assertNotEquals(before.getValue(), octets(before.getKey()), before.getKey()::toString);
    }
  }
}
