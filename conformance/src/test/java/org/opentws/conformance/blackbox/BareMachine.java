package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Another machine, to which the devices, settings and secrets of the system under test were brought
 * back, and nothing of its database: a run directory of its own at other ports.
 */
final class BareMachine implements AutoCloseable {
  private static final int PORTS = 20;

  private final Node first;
  private final RunningSystem system;
  private final Path run;

  BareMachine(RunningSystem system) throws IOException, InterruptedException {
    this.system = system;
    this.first = new Node(system);
    this.run = first.run().resolveSibling(first.run().getFileName() + "-bare");
    remove();
    Files.createDirectory(run);
    for (String folder : List.of("bin", "ceremony", "config", "secrets", "softhsm")) {
      copy(folder);
    }
    for (String file : List.of("config/opentws.properties", "softhsm/softhsm2.conf")) {
      adapt(run.resolve(file));
    }
    Files.deleteIfExists(run.resolve("config/node-b.properties"));
  }

  private void copy(String folder) throws IOException, InterruptedException {
    run("cp", "-a", first.run().resolve(folder).toString(), run.toString());
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertEquals(true, process.waitFor(120, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), List.of(command).toString());
  }

  /** In place, so that owner and mode stay. The library of the devices is the machine's. */
  private void adapt(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(
          line.startsWith("opentws.hsm.library=")
              ? line
              : line.replace(first.run().toString(), run.toString()));
    }
    Files.write(file, lines);
  }

  Path run() {
    return run;
  }

  Node.Said launcher(String... arguments) {
    Map<String, String> environment = new TreeMap<>();
    environment.put("TWS_RUN_DIR", run.toString());
    environment.put("TWS_PORT_OFFSET", Integer.toString(first.offset() + PORTS));
    environment.put("TWS_SERVER_JVM", "-XX:TieredStopAtLevel=1");
    return first.launcher(environment, arguments);
  }

  /** The system as it serves there. */
  RunningSystem system() {
    return system.atPorts(PORTS);
  }

  /** The first column of every row of its database, as the superuser sees them. */
  List<String> texts(String sql) {
    String url = "jdbc:postgresql://127.0.0.1:%d/opentws".formatted(5433 + first.offset() + PORTS);
    try (Connection connection = DriverManager.getConnection(url, "postgres", password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private String password() {
    try {
      return Files.readString(run.resolve("secrets/postgres-superuser")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove() throws IOException, InterruptedException {
    if (Files.exists(run)) {
      launcher("stop");
      run("rm", "-rf", run.toString());
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    launcher("stop").expectOk();
    remove();
  }
}
