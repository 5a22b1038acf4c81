package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A real chronyd on loopback that sets no clock ({@code -x}); its own clock is bent by libfaketime.
 */
final class ChronyServer implements AutoCloseable {
  private static final Path FAKETIME =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1");
  private static final int END_SECONDS_MAX = 10;

  private final Path folder;
  private final int port;
  private final int commandPort;
  private final Process process;

  private ChronyServer(Path folder, int port, int commandPort, Process process) {
    this.folder = folder;
    this.port = port;
    this.commandPort = commandPort;
    this.process = process;
  }

  /**
   * Serves this machine's clock.
   *
   * @param bent as libfaketime reads it: "+7s", "+0 x1.02"; empty for the true time
   */
  static ChronyServer serving(int port, String bent) {
    return start(port, 0, bent, List.of("local stratum 3"), Map.of());
  }

  /** Follows another one, and answers chronyc at the command port. */
  static ChronyServer following(int source, int port, int commandPort) {
    return start(port, commandPort, "", follows(source), Map.of());
  }

  /** Follows another one and announces the leap seconds of that zone (TZDIR of right/UTC). */
  static ChronyServer announcing(int source, int port, String bent, Path zones) {
    List<String> lines = new ArrayList<>(follows(source));
    lines.add("leapsectz right/UTC");
    return start(port, 0, bent, lines, Map.of("TZDIR", zones.toString(), "TZ", "UTC"));
  }

  private static List<String> follows(int source) {
    return List.of("server 127.0.0.1 port " + source + " iburst minpoll 0 maxpoll 0");
  }

  private static ChronyServer start(
      int port, int commandPort, String bent, List<String> more, Map<String, String> environment) {
    try {
      Path folder = Files.createTempDirectory("chrony");
      List<String> lines =
          new ArrayList<>(
              List.of(
                  "port " + port,
                  "allow 127.0.0.1",
                  "bindaddress 127.0.0.1",
                  "cmdport " + commandPort,
                  "bindcmdaddress 127.0.0.1",
                  "pidfile " + folder.resolve("pid")));
      lines.addAll(more);
      Path configuration = Files.write(folder.resolve("chrony.conf"), lines);
      ProcessBuilder builder =
          new ProcessBuilder(
                  "chronyd",
                  "-U",
                  "-x",
                  "-d",
                  "-u",
                  System.getProperty("user.name"),
                  "-f",
                  configuration.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile());
      builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
      builder.environment().putAll(environment);
      if (!bent.isEmpty()) {
        builder.environment().put("LD_PRELOAD", FAKETIME.toString());
        builder.environment().put("FAKETIME", bent);
      }
      return new ChronyServer(folder, port, commandPort, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A zone folder for {@link #announcing} in which that UTC day ends with a leap second. */
  static Path zonesWithLeapSecond(String year, String month, String day) {
    try {
      Path folder = Files.createTempDirectory("zones");
      List<String> leaps =
          new ArrayList<>(Files.readAllLines(Path.of("/usr/share/zoneinfo/leapseconds")));
      leaps.removeIf(line -> !line.startsWith("Leap"));
      leaps.add("Leap\t" + year + "\t" + month + "\t" + day + "\t23:59:60\t+\tS");
      Path list = Files.write(folder.resolve("leaps"), leaps);
      Path zone = Files.write(folder.resolve("zone"), List.of("Zone UTC 0 - UTC"));
      Process zic =
          new ProcessBuilder(
                  "/usr/sbin/zic",
                  "-L",
                  list.toString(),
                  "-d",
                  folder.resolve("right").toString(),
                  zone.toString())
              .inheritIO()
              .start();
      if (!zic.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS) || zic.exitValue() != 0) {
        throw new IllegalStateException("zic failed");
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** As it stands in opentws.time.sources. */
  String source() {
    return commandPort == 0 ? "127.0.0.1:" + port : "chrony:127.0.0.1:" + commandPort;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(END_SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new IllegalStateException("chronyd does not end");
      }
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
