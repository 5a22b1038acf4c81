package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real chronyd on loopback that sets no clock ({@code -x}); its own clock can be bent. */
final class ChronyServer implements AutoCloseable {
  private static final int END_SECONDS_MAX = 10;

  private final Path folder;
  private final int port;
  private final int commandPort;
  private final MachineTime clock;
  private final Process process;

  private ChronyServer(Path folder, int port, int commandPort, MachineTime clock, Process process) {
    this.folder = folder;
    this.port = port;
    this.commandPort = commandPort;
    this.clock = clock;
    this.process = process;
  }

  /** Serves this machine's clock. */
  static ChronyServer serving(int port) {
    return start(port, 0, List.of("local stratum 3"), Map.of(), Duration.ZERO);
  }

  /** Serves a clock that is wrong by that much. */
  static ChronyServer serving(int port, Duration error) {
    return start(port, 0, List.of("local stratum 3"), Map.of(), error);
  }

  /** Follows another one, and answers chronyc at the command port. */
  static ChronyServer following(int source, int port, int commandPort) {
    return start(port, commandPort, follows(source), Map.of(), Duration.ZERO);
  }

  /** Follows another one and announces the leap seconds of that zone (TZDIR of right/UTC). */
  static ChronyServer announcing(int source, int port, Duration error, Path zones) {
    List<String> lines = new ArrayList<>(follows(source));
    lines.add("leapsectz right/UTC");
    return start(port, 0, lines, Map.of("TZDIR", zones.toString(), "TZ", "UTC"), error);
  }

  /** Its clock, to be bent while it serves. */
  MachineTime clock() {
    return clock;
  }

  private static List<String> follows(int source) {
    return List.of("server 127.0.0.1 port " + source + " iburst minpoll 0 maxpoll 0");
  }

  private static ChronyServer start(
      int port,
      int commandPort,
      List<String> more,
      Map<String, String> environment,
      Duration error) {
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
      MachineTime clock = new MachineTime().wrongBy(error);
      builder.environment().putAll(clock.environment());
      return new ChronyServer(folder, port, commandPort, clock, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A zone folder for {@link #announcing} in which that UTC day ends with a leap second.
   *
   * @param day such as 2026-12-31
   */
  static Path zonesWithLeapSecond(String day) {
    try {
      Path folder = Files.createTempDirectory("zones");
      List<String> leaps =
          new ArrayList<>(Files.readAllLines(Path.of("/usr/share/zoneinfo/leapseconds")));
      leaps.removeIf(line -> !line.startsWith("Leap"));
      String[] date = day.split("-", 3);
      String month = date[1].equals("06") ? "Jun" : "Dec";
      leaps.add(String.join("\t", "Leap", date[0], month, date[2], "23:59:60", "+", "S"));
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
    if (!Files.exists(folder)) {
      return;
    }
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
      clock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
