package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.conformance.blackbox.Node.Said;

/** {@code ./tws}: whatever goes wrong ends with a sentence that says what to do. */
@Tag("blackbox")
class LauncherTest {
  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);

  static Stream<List<String>> mistakes() {
    return Stream.of(
        List.of("nonsense"),
        List.of("help", "nonsense"),
        List.of("demo", "now"),
        List.of("start", "now"),
        List.of("stop", "now"),
        List.of("status", "--yaml"),
        List.of("reset"),
        List.of("config", "x"),
        List.of("audit"),
        List.of("audit", "verify", "a", "b"),
        List.of("audit", "export"),
        List.of("decommission", "now"),
        List.of("decommission"),
        List.of("device"),
        List.of("device", "check", "now"),
        List.of("ceremony"),
        List.of("ceremony", "none.yaml"),
        List.of("conformance", "ZZ9"));
  }

  /** Two lines: what is wrong, what to do; nothing that the shell says of itself. */
  private static void isSentence(int exit, Said said) {
    assertEquals(exit, said.exit(), said.text());
    List<String> lines = said.text().lines().toList();
    assertEquals(2, lines.size(), said.text());
    assertTrue(lines.get(0).matches("tws: .+\\."), said.text());
    assertTrue(lines.get(1).matches(" {5}\\S.+"), said.text());
    assertFalse(said.text().contains(": line "), said.text());
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsToldInASentence(List<String> arguments) {
    isSentence(1, node.launcher(arguments.toArray(new String[0])));
  }

  @Test
  void placeThatCannotBeUsedIsToldInASentence() {
    isSentence(1, node.launcher(Map.of("TWS_RUN_DIR", "/proc/none"), "status"));
    isSentence(1, node.launcher(Map.of("TWS_RUN_DIR", "/etc/hostname"), "status"));
    isSentence(1, node.launcher(Map.of("TWS_PORT_OFFSET", "many"), "status"));
    isSentence(1, node.launcher(Map.of("TWS_PORT_OFFSET", "70000"), "start"));
  }

  /** Scripts of the servers split words at spaces: run/ is a link to where there are none. */
  @Test
  void runDirectoryBelowAFolderWithASpaceIsALink(@TempDir Path folder) throws IOException {
    Path run = folder.resolve("with a space/run");
    Map<String, String> there =
        Map.of("TWS_RUN_DIR", run.toString(), "XDG_STATE_HOME", folder.resolve("s").toString());
    Said status = node.launcher(there, "status");
    assertEquals(1, status.exit(), status.text());
    assertTrue(Files.isSymbolicLink(run), status.text());
    Path target = Files.readSymbolicLink(run);
    assertFalse(target.toString().contains(" "), target.toString());
    Files.delete(target);
  }

  @Test
  void anotherRunDirectoryDoesNotTakeOurServerForItsOwn(@TempDir Path empty) throws IOException {
    Map<String, String> elsewhere = Map.of("TWS_RUN_DIR", empty.toString());
    Said stopped = node.launcher(elsewhere, "stop").expectOk();
    assertTrue(stopped.text().startsWith("Nothing of "), stopped.text());
    Said status = node.launcher(elsewhere, "status", "--json");
    assertEquals(1, status.exit(), status.text());
    assertTrue(Client.JSON.readTree(status.text()).get("wildfly").get("pid").isNull());
    assertEquals(200, node.readiness().status());
  }

  /** "Broken" is said of a log that was read and is not whole, and of nothing else. */
  @Test
  void exportThatIsNotThereIsNotCalledBroken(@TempDir Path folder) {
    isSentence(2, node.launcher("audit", "verify", folder.resolve("none").toString()));
  }

  /** The server's user verifies; the export may lie where it cannot go. */
  @Test
  void exportThatOnlyTheCallerCanReadIsVerified(@TempDir Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    String export = folder.resolve("export").toString();
    Said exported = node.launcher("audit", "export", export).expectOk();
    assertTrue(exported.text().contains(export), exported.text());
    assertFalse(exported.text().contains(node.run().toString()), exported.text());
    Said verified = node.launcher("audit", "verify", export).expectOk();
    assertTrue(verified.text().contains("OK: "), verified.text());
  }

  /** One at a time in one run directory; who comes second is not left without a word. */
  @Test
  void secondLauncherSaysThatItWaits() throws IOException, InterruptedException {
    Path lock = node.run().resolve(".lock");
    Process first =
        new ProcessBuilder("flock", lock.toString(), "sh", "-c", "echo held; exec cat").start();
    assertEquals('h', first.getInputStream().read(), "the lock is held");
    Thread release = new Thread(() -> endWhenSomebodyWaits(first, lock));
    release.start();
    Said second = node.launcher("config").expectOk();
    release.join();
    assertEquals(0, first.waitFor());
    assertTrue(second.text().startsWith("Another ./tws works in "), second.text());
  }

  private static void endWhenSomebodyWaits(Process first, Path lock) {
    try {
      String inode = ":" + Files.getAttribute(lock, "unix:ino") + " ";
      Within.seconds(60).until("a launcher that waits", () -> hasWaiter(inode));
      first.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasWaiter(String inode) {
    try {
      return Files.readAllLines(Path.of("/proc/locks")).stream()
          .anyMatch(line -> line.contains("-> FLOCK") && line.contains(inode));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
