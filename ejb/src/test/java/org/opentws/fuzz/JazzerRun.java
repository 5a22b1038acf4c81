package org.opentws.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Jazzer in a process of its own, from seeds of ours: fifteen seconds, as long as wanted with
 * {@code -Dopentws.fuzz-seconds=3600}.
 */
public final class JazzerRun {
  private static final int SECONDS = Integer.getInteger("opentws.fuzz-seconds", 15);
  private static final int OUTPUT_SHOWN = 6000;

  private JazzerRun() {}

  /**
   * Fails if the target ends by anything that it does not catch itself.
   *
   * @param target a class with {@code fuzzerTestOneInput(byte[])}
   * @param instrumented packages whose branches lead the search, separated by colons
   */
  public static void findsNothing(
      Class<?> target, String instrumented, List<byte[]> seeds, Path work) throws Exception {
    Path folder = Files.createDirectory(work.resolve("seeds"));
    int number = 0;
    for (byte[] seed : seeds) {
      Files.write(folder.resolve("seed-" + number++), seed);
    }
    Path output = work.resolve("output");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + target.getName(),
                "--instrumentation_includes=" + instrumented,
                "--reproducer_path=" + work,
                "-artifact_prefix=" + work + "/",
                "-max_len=4096",
                "-max_total_time=" + SECONDS,
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    String said = Files.readString(output, StandardCharsets.ISO_8859_1);
    assertEquals(0, exit, said.substring(Math.max(0, said.length() - OUTPUT_SHOWN)));
    assertTrue(said.contains("Done "), said);
  }
}
