package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The processes of the system under test: to break them, and to bring them back as operators do.
 */
final class Node {
  private static final int LAUNCHER_SECONDS_MAX = 360;
  private static final int END_SECONDS_MAX = 30;
  private static final int HTTP_PORT = 8080;
  private static final int LAST_LINES = 8;
  private static final int PROGRAMS_SECONDS_MAX = 70;

  private final RunningSystem system;
  private final Path run;

  Node(RunningSystem system) {
    this.system = system;
    this.run = system.folder().resolve("..").toAbsolutePath().normalize();
  }

  /** What the launcher said. */
  record Said(int exit, String text) {
    Said expectOk() {
      assertEquals(0, exit, text);
      return this;
    }
  }

  /** kill -9 of WildFly. */
  void killWildFly() {
    kill(run.resolve("pid/wildfly"), "-Djboss.server.base.dir=");
  }

  /** The same for another node of the same system. */
  void killWildFly(String other) {
    kill(run.resolve("pid/wildfly-" + other), "-Djboss.server.base.dir=");
  }

  /** kill -9 of PostgreSQL's first process: the others end when they see that. */
  void killPostgres() {
    kill(run.resolve("postgres/data/postmaster.pid"), "postgres/data");
  }

  /** kill -9 of the time source. */
  void killTimeSource() {
    kill(run.resolve("pid/chronyd"), "config/chrony.conf");
  }

  /** WildFly's process number: the same one after a fault shows that nobody restarted it. */
  long wildFly() {
    try {
      return Long.parseLong(Files.readString(run.resolve("pid/wildfly")).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What WildFly wrote on its standard streams since its start. */
  String output() {
    try {
      return Files.readString(run.resolve("log/wildfly.out"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last lines of the server's log that hold a word: for those who ask why a check failed. */
  String lastLogged(String word) {
    try (Stream<String> lines =
        Files.lines(run.resolve("server/log/server.log"), StandardCharsets.ISO_8859_1)) {
      List<String> with = lines.filter(line -> line.contains(word)).toList();
      return String.join("\n", with.subList(Math.max(0, with.size() - LAST_LINES), with.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A file that does not belong to what was installed, beside it; the caller deletes it. Not before
   * the first node has looked at its programs once: what it finds at that look counts as installed.
   */
  Path plantedProgram(String name) {
    Within.seconds(PROGRAMS_SECONDS_MAX)
        .until(
            "the first look at the programs",
            () ->
                !query(
                        "select name from audit_configuration where node = 'a'"
                            + " and name like 'program:%' limit 1")
                    .isEmpty());
    try {
      return Files.createFile(run.resolve("server/deployments/" + name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How large WildFly may make a file from now on, in octets, or "unlimited": beyond that writing
   * fails as on a full disk. Done as the user of that process, who alone may.
   */
  void limitFiles(String octets) {
    asWildFly("prlimit", "--pid", Long.toString(wildFly()), "--fsize=" + octets + ":").expectOk();
  }

  /**
   * What lives in WildFly's memory at this moment, after a collection of what does not; the caller
   * deletes it.
   */
  Path heapDump() {
    try {
      Path java = Path.of("/proc/" + wildFly() + "/exe").toRealPath();
      Path heap = run.resolve("server/tmp/heap-" + UUID.randomUUID() + ".hprof");
      String jcmd = java.resolveSibling("jcmd").toString();
      asWildFly(jcmd, Long.toString(wildFly()), "GC.heap_dump", heap.toString()).expectOk();
      return heap;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As the user of WildFly's process, who alone may look into it. */
  private Said asWildFly(String... words) {
    List<String> command = new ArrayList<>(List.of(words));
    String user =
        ProcessHandle.of(wildFly()).flatMap(process -> process.info().user()).orElseThrow();
    if (!user.equals(System.getProperty("user.name"))) {
      command.addAll(
          0, List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--clear-groups", "--"));
    }
    return run(Map.of(), command);
  }

  /** A command that only root may give: as root, or by sudo that asks for no password. */
  void asRoot(String... command) {
    List<String> words = new ArrayList<>(List.of(command));
    if (!isRoot()) {
      words.addAll(0, List.of("sudo", "-n"));
    }
    run(Map.of(), words).expectOk();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** SIGKILL to the process of that file, and to no other: its command line must name our run. */
  private void kill(Path file, String mark) {
    try {
      long pid = Long.parseLong(Files.readAllLines(file).get(0).trim());
      String command =
          Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
      assertTrue(command.contains(mark) && command.contains(realRun()), command);
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      assertTrue(process.destroyForcibly(), "the signal could not be sent");
      Within.seconds(END_SECONDS_MAX).until("end of process " + pid, () -> !process.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String realRun() throws IOException {
    return run.toRealPath().toString();
  }

  /** {@code ./tws start}, and the officers' activation of what is locked then (KM3.1). */
  void start() {
    startLocked();
    new Activation(system).ensureOpen();
  }

  /** {@code ./tws start} alone: returns when the node is ready again. */
  void startLocked() {
    launcher("start").expectOk();
  }

  /** {@code ./tws audit verify}: the verifier that needs no server. */
  String auditVerified() {
    return launcher("audit", "verify").expectOk().text();
  }

  /** {@code ./tws ...} for this system. */
  Said launcher(String... arguments) {
    return launcher(Map.of(), arguments);
  }

  /** The same, with these variables in its environment. */
  Said launcher(Map<String, String> environment, String... arguments) {
    return run(environment, command(arguments));
  }

  /** The same on a machine without any network: all that is there is a loopback that is down. */
  Said withoutNetwork(String... arguments) {
    List<String> words = new ArrayList<>(List.of("unshare", "--net"));
    if (!isRoot()) {
      words.addAll(List.of("--user", "--map-current-user"));
    }
    words.addAll(command(arguments));
    return run(Map.of(), words);
  }

  private static List<String> command(String... arguments) {
    String tws = System.getProperty("opentws.tws");
    if (tws == null) {
      throw new IllegalStateException("run this check by ./tws test: opentws.tws is unset");
    }
    List<String> command = new ArrayList<>(List.of(tws));
    command.addAll(List.of(arguments));
    return command;
  }

  private Said run(Map<String, String> environment, List<String> command) {
    try {
      Path output = Files.createTempFile("launcher", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("TWS_RUN_DIR", run.toString());
      builder.environment().put("TWS_PORT_OFFSET", Integer.toString(offset()));
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LAUNCHER_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " hangs: " + Files.readString(output));
      }
      String text = Files.readString(output);
      Files.delete(output);
      return new Said(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is added to every port. */
  int offset() {
    return system.uri("publicHttp").getPort() - HTTP_PORT;
  }

  /** The node's run directory. */
  Path run() {
    return run;
  }

  /** {@code /health/ready}. */
  Client.Answer readiness() {
    return system.anonymous().getUri(URI.create(system.value("publicHttp") + "/health/ready"));
  }

  /** What {@code /health/ready} says of one part. */
  String health(String part) {
    return readiness().json().get("checks").get(part).asText();
  }

  void awaitReady(int seconds) {
    Within.seconds(seconds).until("readiness", () -> readiness().status() == 200);
  }

  /** Readiness 503, with a fault of that part. */
  void awaitFault(String part, int seconds) {
    Within.seconds(seconds)
        .until(
            "a fault of " + part,
            () -> {
              Client.Answer answer = readiness();
              return answer.status() == 503
                  && !answer.json().get("checks").get(part).asText().equals("ok");
            });
  }

  /** The database with every right: to look behind the interfaces. */
  Connection superuser() throws SQLException {
    JsonNode postgres = system.node("postgres");
    String url =
        "jdbc:postgresql://%s:%d/%s?connectTimeout=5&socketTimeout=60"
            .formatted(
                postgres.get("host").asText(),
                postgres.get("port").asInt(),
                postgres.get("database").asText());
    Properties login = new Properties();
    login.setProperty("user", postgres.get("superuser").asText());
    try {
      login.setProperty(
          "password", Files.readString(Path.of(postgres.get("passwordFile").asText())).trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DriverManager.getConnection(url, login);
  }

  /** Rows of one column. */
  List<String> query(String sql, Object... parameters) {
    try (Connection database = superuser();
        var statement = database.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<String> rows = new ArrayList<>();
      try (var result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
