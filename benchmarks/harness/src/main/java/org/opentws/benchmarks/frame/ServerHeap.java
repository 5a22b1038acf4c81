package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server's heap really holds: asked by the JDK's jcmd after a full collection. */
public final class ServerHeap {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final double KIB_A_MIB = 1024;

  private ServerHeap() {}

  /** Mebibytes in use by living objects. */
  public static double livingMiB(BenchSystem system) throws IOException {
    jcmd(system, "GC.run");
    Matcher used = USED.matcher(jcmd(system, "GC.heap_info"));
    if (!used.find()) {
      throw new BenchFailure("jcmd does not say how much of the heap is used");
    }
    return Long.parseLong(used.group(1)) / KIB_A_MIB;
  }

  private static String jcmd(BenchSystem system, String command) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(system.serverProcess()),
                command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
