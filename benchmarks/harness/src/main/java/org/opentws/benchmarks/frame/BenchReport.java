package org.opentws.benchmarks.frame;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What is written to target/bench/NAME.json. */
public record BenchReport(
    String name, String startedAt, Machine machine, List<Row> rows, Map<String, Double> ratios) {

  /** Where it was measured. */
  public record Machine(int cores, long memoryMiB, String java, String kernel) {
    static Machine here() throws IOException {
      String total =
          Files.readAllLines(Path.of("/proc/meminfo")).stream()
              .filter(line -> line.startsWith("MemTotal:"))
              .map(line -> line.replaceAll("[^0-9]", ""))
              .findFirst()
              .orElse("0");
      return new Machine(
          Runtime.getRuntime().availableProcessors(),
          Long.parseLong(total) / 1024,
          System.getProperty("java.vm.name") + " " + Runtime.version(),
          Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    }
  }

  public static BenchReport of(String name, Instant startedAt, Results results) throws IOException {
    return new BenchReport(
        name, startedAt.toString(), Machine.here(), results.rows(), results.ratios());
  }

  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve(name + ".json").toFile(), this);
  }
}
