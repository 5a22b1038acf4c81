package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private static final String SOFTHSM = "/usr/lib/softhsm/libsofthsm2.so";
  private static final Path OTHER_LIBRARY = RUN.resolve("libother.so");

  private static JsonNode report;
  private static Broken broken;

  /** What a run that broke off said and left, and what the node said then. */
  private record Broken(Said said, String progress, Said start) {}

  @BeforeAll
  static void installAndDecommission() throws IOException {
    Files.createDirectories(RUN);
    run("ceremony", "install.yaml", "confirm=demo").expectOk();
    Path kept = Files.createDirectory(RUN.resolve("kept"));
    for (Path file : files(RUN.resolve("secrets"))) {
      Path other = Files.createLink(kept.resolve(file.getFileName()), file);
      KEPT.put(other, octets(other));
    }
    withReplicas();
    broken = breakOff();
    run("decommission", "confirm=demo").expectOk();
    report = new ObjectMapper().readTree(RUN.resolve("ceremony/decommission-report.json").toFile());
  }

  /**
   * As the configuration of a node that has some would name them, one with a library of its own.
   */
  private static void withReplicas() throws IOException {
    run("ceremony", "replica.yaml", "confirm=demo").expectOk();
    Files.copy(Path.of(SOFTHSM), OTHER_LIBRARY);
    Files.createDirectories(RUN.resolve("config"));
    Files.write(
        RUN.resolve("config/node-a.properties"),
        List.of(
            "opentws.hsm.ca-replica.token-label=ca-replica",
            "opentws.hsm.tsp-replica.token-label=tsp-replica",
            "opentws.hsm.tsp-replica.library=" + OTHER_LIBRARY));
  }

  /** Power fails while the third device is about to be emptied: a PIN that never comes waits. */
  private static Broken breakOff() throws IOException {
    Path pin = RUN.resolve("secrets/tsp.so-pin");
    Path kept = pin.resolveSibling("tsp.so-pin.kept");
    Files.move(pin, kept);
    NODE.asRoot("mkfifo", "--mode=666", pin.toString());
    ExecutorService launcher = Executors.newSingleThreadExecutor();
    try {
      Future<Said> said = launcher.submit(() -> run("decommission", "confirm=demo"));
      Within.seconds(120)
          .until(
              "two devices are empty",
              () -> progress().contains("\"destroy-recovery\"") || said.isDone());
      assertFalse(said.isDone(), "it did not break off");
      tool().forEach(ProcessHandle::destroyForcibly);
      Broken left = new Broken(said.get(60, TimeUnit.SECONDS), progress(), run("start"));
      NODE.asRoot("rm", pin.toString());
      Files.move(kept, pin);
      return left;
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } finally {
      launcher.shutdownNow();
    }
  }

  /** The processes of the ceremony in this folder alone. */
  private static List<ProcessHandle> tool() {
    return ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .commandLine()
                    .filter(
                        line ->
                            line.contains("CeremonyTool")
                                && line.contains(RUN.getFileName().toString()))
                    .isPresent())
        .toList();
  }

  private static String progress() {
    try {
      return Files.readString(RUN.resolve("ceremony/decommission-report.progress.json"));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
    List<String> devices = List.of("ca", "ca-replica", "recovery", "tsp", "tsp-replica", "infra");
    List<JsonNode> emptied =
        report.get("steps").findParents("emptied").stream()
            .filter(token -> token.get("initialised").asBoolean())
            .toList();
    assertEquals(devices, emptied.stream().map(token -> token.get("token").asText()).toList());
    assertEquals(OTHER_LIBRARY.toString(), emptied.get(4).get("library").asText());
    assertTrue(emptied.get(5).get("objects").asText().contains("secret key backup-key"));
    assertEquals(devices, report.get("devices").findValuesAsText("tokenLabel"));
    assertTrue(Files.exists(RUN.resolve("ceremony/decommission-report.p7s")));
    assertEquals(List.of(), files(RUN.resolve("secrets")));
    assertEquals(List.of(), files(RUN.resolve("softhsm/tokens")));
    assertTrue(report.findValues("files").get(0).size() >= 4, report::toString);
  }

  @Test
  @Requirement({"KM5.2", "KM5.1"})
  void runThatBrokeOffIsTakenUpAndTheReportSaysWhatWasDoneWhen() {
    assertNotEquals(0, broken.said().exit(), broken.said().text());
    String begun = broken.progress();
    assertTrue(begun.contains("\"emptied ca\"") && !begun.contains("\"emptied tsp\""), begun);
    JsonNode runs = report.get("earlierRuns");
    assertEquals(1, runs.size());
    JsonNode ended = runs.get(0).get("stepsEnded");
    assertTrue(ended.has("destroy-recovery") && !ended.has("destroy-tsp"), ended.toString());
    Instant second = Instant.parse(report.at("/plan/startedAt").asText());
    for (JsonNode token : report.get("steps").findParents("emptied")) {
      boolean before =
          List.of("ca", "ca-replica", "recovery").contains(token.get("token").asText());
      Instant at = Instant.parse(token.get("endedAt").asText());
      // Whole seconds: the second run may begin in the one in which the first broke off.
      assertFalse(before ? at.isAfter(second) : at.isBefore(second), token.toString());
    }
    assertEquals("", progress());
  }

  @Test
  @Requirement(value = "KM5.2", kind = Kind.NEGATIVE)
  void nodeWhoseDecommissionBrokeOffDoesNotStart() {
    Said refused = broken.start();
    assertNotEquals(0, refused.exit(), refused.text());
    assertTrue(refused.text().contains("was begun and is not ended"), refused.text());
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
