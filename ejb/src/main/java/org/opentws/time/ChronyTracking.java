package org.opentws.time;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks a chronyd on this machine what it knows of this machine's clock, by its own client and that
 * one's format for programs ({@code chronyc -c tracking}). chronyd speaks NTS (RFC 8915), for which
 * Java has no kept library: so authenticated time comes by this way. What it says is about the
 * machine's clock, so it bounds the error as chrony's manual does: the correction that remains, the
 * root dispersion and half the root delay.
 */
final class ChronyTracking {
  private static final int FIELDS = 14;
  private static final int NAME = 1;
  private static final int STRATUM = 2;
  private static final int CORRECTION = 4;
  private static final int ROOT_DELAY = 10;
  private static final int ROOT_DISPERSION = 11;
  private static final int LEAP = 13;
  private static final double NANOS = 1e9;
  private static final int TEXT_MAX = 16_384;

  private final List<String> program;
  private final int responseMillis;

  ChronyTracking(List<String> program, int responseMillis) {
    this.program = List.copyOf(program);
    this.responseMillis = responseMillis;
  }

  /** Silent when chronyd does not answer or is itself not synchronised. */
  SourceAnswer ask(SourceAddress source) {
    try {
      return read(source, answer(source));
    } catch (IOException e) {
      return SourceAnswer.none(source, "chronyc: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return SourceAnswer.none(source, "interrupted");
    }
  }

  private String answer(SourceAddress source) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("-c", "-n", "-h", source.host()));
    if (!source.isSocket()) {
      command.addAll(List.of("-p", Integer.toString(source.port())));
    }
    command.add("tracking");
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      // A line is far smaller than a pipe: the process can end before anybody reads.
      if (!process.waitFor(responseMillis, TimeUnit.MILLISECONDS)) {
        throw new IOException("no answer");
      }
      return new String(process.getInputStream().readNBytes(TEXT_MAX), StandardCharsets.US_ASCII);
    } finally {
      process.destroyForcibly();
    }
  }

  /** The fields are those of chrony's manual, chronyc(1), tracking. */
  static SourceAnswer read(SourceAddress source, String line) {
    String[] fields = line.strip().split(",", -1);
    if (fields.length != FIELDS) {
      return SourceAnswer.none(source, "no answer");
    }
    try {
      LeapNotice leap = leap(fields[LEAP]);
      SourceReading reading =
          new SourceReading(
              source.toString(),
              seconds(fields[CORRECTION]),
              seconds(fields[ROOT_DISPERSION]).plus(seconds(fields[ROOT_DELAY]).dividedBy(2)),
              leap);
      if (reading.errorBound().isNegative()) {
        return SourceAnswer.none(source, "contradicts itself");
      }
      return SourceAnswer.of(
          reading, "chrony, stratum " + fields[STRATUM] + ", follows " + fields[NAME]);
    } catch (IllegalArgumentException e) {
      return SourceAnswer.none(source, "says that it is not synchronised");
    }
  }

  private static Duration seconds(String number) {
    double value = Double.parseDouble(number);
    return Duration.ofNanos((long) Math.ceil(value * NANOS));
  }

  private static LeapNotice leap(String words) {
    return switch (words) {
      case "Normal" -> LeapNotice.NONE;
      case "Insert second" -> LeapNotice.INSERT;
      case "Delete second" -> LeapNotice.DELETE;
      default -> throw new IllegalArgumentException(words);
    };
  }
}
