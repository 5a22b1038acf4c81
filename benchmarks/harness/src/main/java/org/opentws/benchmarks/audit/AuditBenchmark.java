package org.opentws.benchmarks.audit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.opentws.benchmarks.frame.BenchCase;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Benchmark;
import org.opentws.benchmarks.frame.Results;
import org.opentws.benchmarks.frame.Rounds;
import org.opentws.benchmarks.frame.Worker;

/**
 * Durable records against PostgreSQL's own rate for single-row inserts with as many clients; then
 * full load for minutes, by one node and by two, and how late its checkpoints are; then the same
 * measurement again on the log that has grown.
 */
public final class AuditBenchmark implements Benchmark {
  private static final List<Integer> CALLERS = List.of(1, 16, 256);
  private static final int FULL = 256;
  private static final int LOAD_SECONDS = 60;
  private static final double LATE_NANOS = 1e9;

  @Override
  public void run(BenchSystem system, Rounds rounds, Results results) throws Exception {
    Duration load = Duration.ofSeconds(system.number("sealing-seconds", LOAD_SECONDS));
    try (Worker rows = worker(system, RowWriter.class, "none");
        Worker first = worker(system, LogWriter.class, "bench-a")) {
      results.add(rounds.measure(series("audit-log", "audit-row", first, rows, CALLERS)));
      results.ratio("audit-log", "audit-row");
      sealing(system, "audit-signed-1-node", load, List.of(first), results);
      try (Worker second = worker(system, LogWriter.class, "bench-b")) {
        sealing(system, "audit-signed-2-nodes", load, List.of(first, second), results);
      }
      String size = first.ask("size")[0];
      system.terminal().progress("records in the log now: " + size);
      results.add(
          rounds.measure(series("audit-log-grown", "audit-row-again", first, rows, List.of(FULL))));
      results.ratio("audit-log-grown", "audit-log");
      results.ratio("audit-log-grown", "audit-row-again");
    }
  }

  private static Series series(
      String log, String row, Worker first, Worker rows, List<Integer> callers) {
    return new Series(
        log,
        List.of(
            new BenchCase(row, callers, rows.load("rows")),
            new BenchCase(log, callers, first.load("records"))));
  }

  private static Worker worker(BenchSystem system, Class<?> main, String node) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("node=" + node));
    for (String option : List.of("run", "work", "library")) {
      arguments.add(option + "=" + system.option(option));
    }
    return Worker.start(
        main,
        "512m",
        Map.of("SOFTHSM2_CONF", system.text("tokens", "infra", "configuration")),
        arguments);
  }

  /** Row of the lag: how late a record stood in a signed checkpoint; late by a second: an error. */
  private static void sealing(
      BenchSystem system, String name, Duration load, List<Worker> nodes, Results results)
      throws IOException, InterruptedException, ExecutionException {
    system.terminal().progress(name + ", " + load.toSeconds() + " s of full load");
    ExecutorService threads = Executors.newFixedThreadPool(nodes.size());
    try {
      List<Future<String[]>> running = new ArrayList<>();
      for (Worker node : nodes) {
        node.ask("lag");
        running.add(threads.submit(() -> node.ask("records " + FULL + " " + load.toMillis())));
      }
      double perSecond = 0;
      for (Future<String[]> node : running) {
        perSecond += Long.parseLong(node.get()[0]) / (double) load.toSeconds();
      }
      double worst = 0;
      for (Worker node : nodes) {
        String[] lag = node.ask("lag");
        results.add(List.of(Rounds.single(name, FULL * nodes.size(), perSecond, lag)));
        worst = Math.max(worst, Double.parseDouble(lag[5]) / LATE_NANOS);
      }
      results.ratio(name + "-worst/1s", worst);
    } finally {
      threads.shutdownNow();
    }
  }
}
