package org.opentws.benchmarks.frame;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;

/** The working side of a {@link Worker}: one line in, one line out, until the input ends. */
public final class Orders {
  static final String READY = "READY";
  private static final double MICROS = 1e6;
  private static final double NANOS_PER_MILLI = 1e6;

  /** Does what one order says. */
  public interface Work {
    /** The answer's words. */
    List<String> does(String[] order) throws Exception;
  }

  private Orders() {}

  /** Serves until the input ends. */
  public static void serve(Work work) throws Exception {
    System.out.println(READY);
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    String order = orders.readLine();
    while (order != null) {
      System.out.println(String.join(" ", work.does(order.split(" "))));
      order = orders.readLine();
    }
  }

  /**
   * The words of an answer that {@link #sample} understands: how many, microseconds, p50 and p99 in
   * nanoseconds, errors.
   */
  public static List<String> answer(Durations took, long micros, long errors) {
    return LongStream.of(took.count(), micros, took.at(0.5), took.at(0.99), errors)
        .mapToObj(Long::toString)
        .toList();
  }

  static Sample sample(String[] said) throws IOException {
    if (said.length < 5) {
      throw new IOException("not an answer: " + String.join(" ", said));
    }
    return new Sample(
        Long.parseLong(said[0]),
        Long.parseLong(said[1]) / MICROS,
        Long.parseLong(said[2]) / NANOS_PER_MILLI,
        Long.parseLong(said[3]) / NANOS_PER_MILLI,
        Long.parseLong(said[4]));
  }
}
