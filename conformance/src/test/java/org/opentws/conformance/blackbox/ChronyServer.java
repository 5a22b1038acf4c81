package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return start(port, 0, List.of("local stratum 3"));
  }

  /** Follows another one, and answers chronyc at the command port. */
  static ChronyServer following(int source, int port, int commandPort) {
    return start(port, commandPort, follows(source));
  }

  /** Its clock, to be bent while it serves. */
  MachineTime clock() {
    return clock;
  }

  private static List<String> follows(int source) {
    return List.of("server 127.0.0.1 port " + source + " iburst minpoll 0 maxpoll 0");
  }

  private static ChronyServer start(int port, int commandPort, List<String> more) {
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
      MachineTime clock = new MachineTime();
      builder.environment().putAll(clock.environment());
      return new ChronyServer(folder, port, commandPort, clock, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
