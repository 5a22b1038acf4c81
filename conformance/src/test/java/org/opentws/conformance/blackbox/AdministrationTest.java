package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.blackbox.JbossCli.Said;

/** The server is administered by the WildFly CLI, as docs/administration.md says. */
@Tag("blackbox")
class AdministrationTest {
  private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern BLOCK = Pattern.compile("```cli\n(.*?)```", Pattern.DOTALL);
  private static final int HTTP_PORT = 8080;
  private static final int MANAGEMENT_PORT = 9990;

  /** In the order in which the launcher runs them. */
  private static final List<String> SCRIPTS =
      List.of(
          "server",
          "security",
          "tls",
          "listeners",
          "database",
          "messaging",
          "logging",
          "observability");

  private static final List<String> SECRETS =
      List.of(
          "/subsystem=elytron/secret-key-credential-store=opentws-key:add(path=opentws-key.cs,"
              + "relative-to=jboss.server.config.dir,create=true,populate=true,default-alias=key)",
          "/subsystem=elytron/expression=encryption:add(resolvers=[{name=opentws,"
              + "credential-store=opentws-key,secret-key=key}],default-resolver=opentws)",
          "/subsystem=elytron/credential-store=opentws:add(path=opentws.cs,"
              + "relative-to=jboss.server.config.dir,create=true,"
              + "credential-reference={clear-text=\"only for this copy\"})",
          "/subsystem=elytron/credential-store=opentws:add-alias(alias=database,secret-value=a)",
          "/subsystem=elytron/credential-store=opentws:add-alias(alias=trust-store,secret-value=b)");

  private final RunningSystem system = RunningSystem.get();
  private final Path run = system.folder().resolve("..").toAbsolutePath().normalize();
  private final JbossCli cli = new JbossCli(run);

  @Test
  void everyDocumentedCommandSucceeds(@TempDir Path scratch, TestReporter evidence)
      throws IOException {
    List<String> commands = documented();
    assertTrue(commands.size() > 30, "the page lists its commands in blocks marked cli");
    int management = MANAGEMENT_PORT + system.uri("publicHttp").getPort() - HTTP_PORT;
    Said said = cli.run(scratch, commands, "", "--connect", "--controller=127.0.0.1:" + management);
    evidence.publishEntry("jboss-cli", said.text());
    assertEquals(0, said.exit(), said.text());
    assertEquals(0, count(said.text(), "\"outcome\" => \"failed\""), said.text());
    long operations = commands.stream().filter(command -> !command.startsWith("cd ")).count();
    assertEquals(operations, count(said.text(), "\"outcome\" => \"success\""), said.text());
  }

  @Test
  void configurationCanBeTakenBackCompletely(@TempDir Path scratch) throws IOException {
    Path server = copyOf(cli.home().resolve("standalone"), scratch.resolve("server"));
    Path configuration = server.resolve("configuration/standalone-full.xml");
    String before = Files.readString(configuration);
    String options =
        "-Djboss.server.base.dir=%s -Dtws.run=%s -Dtws.database.url=jdbc:postgresql://127.0.0.1/none"
            .formatted(server, run);

    List<String> configure = embedded(SECRETS);
    SCRIPTS.forEach(name -> configure.addAll(script("configure-" + name)));
    configure.add("stop-embedded-server");
    Said configured = cli.run(scratch, configure, options);
    assertEquals(0, configured.exit(), configured.text());
    assertTrue(Files.readString(configuration).contains("admin-server"));

    List<String> restore = embedded(List.of());
    List<String> backwards = new ArrayList<>(SCRIPTS);
    Collections.reverse(backwards);
    backwards.forEach(name -> restore.addAll(script("restore-" + name)));
    restore.addAll(script("restore-secrets"));
    restore.add("stop-embedded-server");
    Said restored = cli.run(scratch, restore, options);
    assertEquals(0, restored.exit(), restored.text());
    assertEquals(before, Files.readString(configuration));
  }

  private static List<String> embedded(List<String> commands) {
    List<String> all = new ArrayList<>();
    all.add("embed-server --server-config=standalone-full.xml");
    all.addAll(commands);
    return all;
  }

  private static List<String> documented() throws IOException {
    List<String> commands = new ArrayList<>();
    Matcher block = BLOCK.matcher(Files.readString(PROJECT.resolve("docs/administration.md")));
    while (block.find()) {
      block.group(1).lines().forEach(commands::add);
    }
    return commands;
  }

  private static List<String> script(String name) {
    try {
      return Files.readAllLines(PROJECT.resolve("wildfly-config/" + name + ".cli"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path copyOf(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }

  private static long count(String text, String part) {
    return Pattern.compile(Pattern.quote(part)).matcher(text).results().count();
  }
}
