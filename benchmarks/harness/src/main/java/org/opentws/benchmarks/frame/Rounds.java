package org.opentws.benchmarks.frame;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Measures cases in interleaved rounds, so that a slow minute of the machine falls on all of them.
 *
 * @param warmUp of each case at its greatest number of connections, before the first round
 * @param point one case at one number of connections, in one round
 */
public record Rounds(BenchSystem system, int count, Duration warmUp, Duration point) {
  private record Place(BenchCase measured, int connections) {}

  private record Reading(Sample sample, double jvmMicros, double postgresMicros) {}

  /** One row for each case and number of connections. */
  public List<Row> measure(Benchmark.Series series) throws IOException, InterruptedException {
    warmUp(series);
    Map<Place, List<Reading>> readings = new LinkedHashMap<>();
    for (BenchCase measured : series.cases()) {
      measured
          .connections()
          .forEach(number -> readings.put(new Place(measured, number), new ArrayList<>()));
    }
    for (int round = 1; round <= count; round++) {
      system.terminal().progress(series.title() + ", round " + round + " of " + count);
      for (Map.Entry<Place, List<Reading>> place : readings.entrySet()) {
        place.getValue().add(read(place.getKey()));
      }
    }
    return readings.entrySet().stream()
        .map(place -> row(place.getKey(), place.getValue()))
        .toList();
  }

  /** One row for something that was measured once, beside a load that somebody else made. */
  public static Row single(String name, int connections, double perSecond, String[] said)
      throws IOException {
    Sample sample = Orders.sample(said);
    return new Row(
        name,
        connections,
        rounded(perSecond),
        rounded(sample.p50Ms()),
        rounded(sample.p99Ms()),
        sample.errors(),
        0,
        0);
  }

  private void warmUp(Benchmark.Series series) throws IOException, InterruptedException {
    for (BenchCase measured : series.cases()) {
      system.terminal().progress(series.title() + ", warm-up: " + measured.name());
      for (int connections : measured.connections()) {
        measured.load().run(connections, warmUp.dividedBy(measured.connections().size()));
      }
    }
  }

  private Reading read(Place place) throws IOException, InterruptedException {
    Load load = place.measured().load();
    long process = load.process().orElseGet(system::serverProcess);
    double jvm = ProcessCpu.ofProcess(process);
    double postgres = ProcessCpu.ofFamily(system.postgresProcess());
    Sample sample = load.run(place.connections(), point);
    return new Reading(
        sample,
        ProcessCpu.ofProcess(process) - jvm,
        ProcessCpu.ofFamily(system.postgresProcess()) - postgres);
  }

  private static Row row(Place place, List<Reading> readings) {
    double responses = Math.max(1, sum(readings, reading -> reading.sample().responses()));
    return new Row(
        place.measured().name(),
        place.connections(),
        rounded(median(readings, reading -> reading.sample().perSecond())),
        rounded(median(readings, reading -> reading.sample().p50Ms())),
        rounded(median(readings, reading -> reading.sample().p99Ms())),
        (long) sum(readings, reading -> reading.sample().errors()),
        rounded(sum(readings, Reading::jvmMicros) / responses),
        rounded(sum(readings, Reading::postgresMicros) / responses));
  }

  private static double sum(List<Reading> readings, ToDoubleFunction<Reading> value) {
    return readings.stream().mapToDouble(value).sum();
  }

  private static double median(List<Reading> readings, ToDoubleFunction<Reading> value) {
    double[] sorted = readings.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static double rounded(double value) {
    return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100.0;
  }
}
