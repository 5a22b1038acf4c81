package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** CPU time of processes as Linux counts it in /proc, in hundredths of a second (USER_HZ). */
final class ProcessCpu {
  private static final double MICROS_PER_TICK = 10_000;
  private static final int PARENT = 1;
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int CHILDREN_USER = 13;
  private static final int CHILDREN_SYSTEM = 14;

  private ProcessCpu() {}

  /** Microseconds used by a process so far, all its threads together. */
  static double ofProcess(long process) {
    List<String> fields = fields(process);
    return fields.isEmpty() ? 0 : ticks(fields, USER, SYSTEM) * MICROS_PER_TICK;
  }

  /** The same of a process with its children, those that have ended included. */
  static double ofFamily(long parent) {
    List<String> own = fields(parent);
    if (own.isEmpty()) {
      return 0;
    }
    long ticks = ticks(own, USER, SYSTEM) + ticks(own, CHILDREN_USER, CHILDREN_SYSTEM);
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      for (Path process : all.filter(ProcessCpu::isProcess).toList()) {
        List<String> fields = fields(Long.parseLong(process.getFileName().toString()));
        if (!fields.isEmpty() && Long.parseLong(fields.get(PARENT)) == parent) {
          ticks += ticks(fields, USER, SYSTEM);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ticks * MICROS_PER_TICK;
  }

  private static boolean isProcess(Path entry) {
    return entry.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  private static long ticks(List<String> fields, int first, int second) {
    return Long.parseLong(fields.get(first)) + Long.parseLong(fields.get(second));
  }

  /** What follows the name, which may hold anything; empty if the process has ended. */
  private static List<String> fields(long process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).strip().split(" "));
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      // The process ended between opening and reading.
      return List.of();
    }
  }
}
