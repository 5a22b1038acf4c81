package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The administration tool of the server under test. */
final class JbossCli {
  private static final int SECONDS_MAX = 180;

  private final Path run;

  /** Of the system in this run directory. */
  JbossCli(Path run) {
    this.run = run;
  }

  /**
   * What the tool said.
   *
   * @param exit 0 only if every command succeeded
   */
  record Said(int exit, String text) {}

  /** A pristine server, to be copied. */
  Path home() {
    try (Stream<Path> folders = Files.list(run.resolve("bin"))) {
      return folders
          .filter(folder -> folder.getFileName().toString().startsWith("wildfly-"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs the commands, in order, until one fails.
   *
   * @param javaOptions for a server embedded by the commands
   */
  Said run(Path scratch, List<String> commands, String javaOptions, String... arguments) {
    try {
      Path script = Files.write(scratch.resolve("commands.cli"), commands);
      Path output = scratch.resolve("output.txt");
      List<String> command = new ArrayList<>();
      command.add(home().resolve("bin/jboss-cli.sh").toString());
      command.addAll(List.of(arguments));
      command.add("--file=" + script);
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().put("JAVA_OPTS", javaOptions);
      Process process = builder.start();
      if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("jboss-cli did not end: " + Files.readString(output));
      }
      return new Said(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
