package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The wall clock of one process, bent from outside (bentclock.c, preloaded into it). */
final class MachineTime implements AutoCloseable {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int COMPILER_SECONDS_MAX = 120;

  /** Compiled once. */
  private static final Path LIBRARY = library();

  private final Path bend;

  MachineTime() {
    bend = readable("machine-time", ".bend");
    bend(0, 0);
  }

  /** A file that processes of other users read. */
  private static Path readable(String name, String ending) {
    try {
      Path file = Files.createTempFile(name, ending);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path library() {
    Path library = readable("bentclock", ".so");
    library.toFile().deleteOnExit();
    try {
      compile(library);
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void compile(Path library) throws IOException {
    Process gcc =
        new ProcessBuilder(
                "gcc",
                "-shared",
                "-fPIC",
                "-O2",
                "-o",
                library.toString(),
                Path.of("src/test/c/bentclock.c").toAbsolutePath().toString(),
                "-ldl")
            .inheritIO()
            .start();
    try {
      if (!gcc.waitFor(COMPILER_SECONDS_MAX, TimeUnit.SECONDS) || gcc.exitValue() != 0) {
        throw new IllegalStateException("bentclock.c cannot be compiled");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What a process needs in its environment to have this clock. */
  Map<String, String> environment() {
    return Map.of("LD_PRELOAD", LIBRARY.toString(), "BENT_CLOCK", bend.toString());
  }

  /** From now on the clock is wrong by that much. */
  MachineTime wrongBy(Duration error) {
    bend(error.toNanos(), 0);
    return this;
  }

  /** From now on the clock goes too fast by that many millionths. */
  MachineTime fastBy(long ppm) {
    bend(0, ppm);
    return this;
  }

  private void bend(long nanos, long ppm) {
    Instant now = Instant.now();
    ByteBuffer numbers =
        ByteBuffer.allocate(3 * Long.BYTES)
            .order(ByteOrder.nativeOrder())
            .putLong(nanos)
            .putLong(ppm)
            .putLong(now.getEpochSecond() * NANOS_PER_SECOND + now.getNano())
            .flip();
    // In place: the process has this very file in its memory.
    try (FileChannel file = FileChannel.open(bend, StandardOpenOption.WRITE)) {
      file.write(numbers, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(bend);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
