package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Prepared requests sent in turn by wrk (Debian package), one thread, kept-alive connections. */
public final class WrkLoad implements Load {
  private static final double MICROS = 1e6;
  private static final double MICROS_PER_MILLI = 1000;
  private static final AtomicLong RUN = new AtomicLong(System.nanoTime());

  private final URI server;
  private final Path script;
  private final Path requests;
  private final int expectedAt;
  private final String expected;

  /**
   * Good is an answer with HTTP status 200 that has certain octets at a certain place.
   *
   * @param server for example http://localhost:8080
   * @param name of a file of requests in the measurement's folder
   */
  public WrkLoad(
      BenchSystem system, URI server, String name, List<PreparedRequest> sent, Expected expected)
      throws IOException {
    this.server = server;
    this.script = system.script("requests.lua");
    this.requests = system.work().resolve(name + ".requests");
    this.expectedAt = expected.offset();
    this.expected = expected.octets();
    Files.write(
        requests,
        sent.stream().map(request -> request.line(server.getAuthority())).toList(),
        StandardCharsets.US_ASCII);
  }

  /** The server's answer of so many octets that costs nothing else, to compare with. */
  public static WrkLoad constant(BenchSystem system, URI server, int octets) throws IOException {
    return new WrkLoad(
        system,
        server,
        "constant",
        List.of(PreparedRequest.get("/bench/constant/" + octets)),
        Expected.STATUS_200);
  }

  /**
   * What every good answer has.
   *
   * @param octets in hex; "-" if the status alone counts
   */
  public record Expected(int offset, String octets) {
    public static final Expected STATUS_200 = new Expected(0, "-");
  }

  @Override
  public Sample run(int connections, Duration duration) throws IOException, InterruptedException {
    Process wrk =
        new ProcessBuilder(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + Math.max(1, duration.toSeconds()) + "s",
                "--timeout=10s",
                "-s",
                script.toString(),
                server.toString(),
                "--",
                requests.toString(),
                HexFormat.of().toHexDigits(RUN.incrementAndGet()),
                Integer.toString(expectedAt),
                expected)
            .redirectErrorStream(true)
            .start();
    String said = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (wrk.waitFor() != 0) {
      throw new BenchFailure("wrk failed: " + said);
    }
    return sample(said);
  }

  /** Reads the line that the script prints at its end. */
  static Sample sample(String said) {
    Map<String, Long> measured = new HashMap<>();
    said.lines()
        .filter(line -> line.startsWith("MEASURED "))
        .flatMap(line -> List.of(line.substring("MEASURED ".length()).split(" ")).stream())
        .map(pair -> pair.split("=", 2))
        .forEach(pair -> measured.put(pair[0], Long.parseLong(pair[1])));
    long errors =
        number(measured, "connect")
            + number(measured, "read")
            + number(measured, "write")
            + number(measured, "timeout")
            + number(measured, "wrong");
    return new Sample(
        number(measured, "requests"),
        number(measured, "micros") / MICROS,
        number(measured, "p50") / MICROS_PER_MILLI,
        number(measured, "p99") / MICROS_PER_MILLI,
        errors);
  }

  private static long number(Map<String, Long> measured, String name) {
    Long number = measured.get(name);
    if (number == null) {
      throw new BenchFailure("wrk measured nothing: " + name + " is missing");
    }
    return number;
  }
}
