package org.opentws.tools.ceremony;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ceremony tool, and openssl, as processes: as somebody at a shell has them. */
final class ToolProcess {
  static final Path SCRIPTS = Path.of("src/main/ceremonies");

  record Outcome(int exitCode, String output) {}

  private ToolProcess() {}

  /** A shipped script, with the demo's confirmations. */
  static Outcome ceremony(String script, String... parameters) throws Exception {
    List<String> arguments = new ArrayList<>();
    arguments.add(SCRIPTS.resolve(script + ".yaml").toString());
    arguments.addAll(List.of(parameters));
    arguments.add("confirm=demo");
    return tool(arguments.toArray(String[]::new));
  }

  static Outcome tool(String... arguments) throws Exception {
    return execute(toolCommand(arguments));
  }

  static List<String> toolCommand(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                String.valueOf(System.getProperty("java.class.path")),
                CeremonyTool.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  static Outcome openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return execute(command);
  }

  static Outcome execute(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  static void succeed(Outcome outcome) {
    assertEquals(0, outcome.exitCode(), outcome.output());
  }

  static void refused(String words, Outcome outcome) {
    assertNotEquals(0, outcome.exitCode(), outcome.output());
    assertTrue(outcome.output().contains(words), outcome.output());
    assertFalse(outcome.output().contains("\tat "), outcome.output());
  }
}
