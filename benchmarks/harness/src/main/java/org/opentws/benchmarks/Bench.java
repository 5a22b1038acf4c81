package org.opentws.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.opentws.benchmarks.audit.AuditBenchmark;
import org.opentws.benchmarks.crl.CrlBenchmark;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.BenchReport;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Benchmark;
import org.opentws.benchmarks.frame.Results;
import org.opentws.benchmarks.frame.Rounds;
import org.opentws.benchmarks.frame.Terminal;
import org.opentws.benchmarks.ocsp.OcspBenchmark;
import org.opentws.benchmarks.tsa.TsaBenchmark;

/** {@code ./tws bench NAME}: arguments are the name, then name=value. */
public final class Bench {
  /** One line for each benchmark. */
  private static final Map<String, Benchmark> BENCHMARKS =
      Map.of(
          "audit", new AuditBenchmark(),
          "crl", new CrlBenchmark(),
          "ocsp", new OcspBenchmark(),
          "tsa", new TsaBenchmark());

  private static final int ROUNDS = 3;
  private static final int WARM_UP_SECONDS = 12;
  private static final int POINT_SECONDS = 3;

  private Bench() {}

  public static void main(String[] arguments) throws Exception {
    Terminal terminal = new Terminal(System.out);
    try {
      run(arguments, terminal);
    } catch (BenchFailure e) {
      System.err.println("tws: " + e.getMessage());
      System.exit(1);
    }
    // The device's process ends with its input; its reader must not keep this one alive.
    System.exit(0);
  }

  private static void run(String[] arguments, Terminal terminal) throws Exception {
    String name = arguments.length == 0 ? "" : arguments[0];
    Benchmark benchmark = BENCHMARKS.get(name);
    if (benchmark == null) {
      throw new BenchFailure("there is no benchmark '" + name + "'; there are " + names());
    }
    BenchSystem system =
        BenchSystem.of(Arrays.copyOfRange(arguments, 1, arguments.length), terminal);
    Rounds rounds =
        new Rounds(
            system,
            system.number("rounds", ROUNDS),
            Duration.ofSeconds(system.number("warm-up", WARM_UP_SECONDS)),
            Duration.ofSeconds(system.number("seconds", POINT_SECONDS)));
    Results results = new Results();
    Instant startedAt = Instant.now();
    try {
      benchmark.run(system, rounds, results);
    } finally {
      terminal.table(results);
    }
    BenchReport.of(name, startedAt, results).write(Path.of(system.option("report")));
  }

  private static String names() {
    return String.join(", ", BENCHMARKS.keySet().stream().sorted().toList());
  }
}
