package org.opentws.benchmarks.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchReportTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

  private static Row row(String name, int connections, double perSecond) {
    return new Row(name, connections, perSecond, 1, 2, 0, 3, 4);
  }

  @Test
  void reportHasTheAgreedNames(@TempDir Path folder) throws IOException {
    Results results = new Results();
    results.add(List.of(row("device", 2, 20_000), row("ocsp-nonce", 32, 9_000)));
    results.ratio("ocsp-nonce", "device");
    BenchReport.of("ocsp", START, results).write(folder);
    JsonNode report = new ObjectMapper().readTree(folder.resolve("ocsp.json").toFile());
    assertEquals(List.of("name", "startedAt", "machine", "rows", "ratios"), names(report));
    assertEquals(List.of("cores", "memoryMiB", "java", "kernel"), names(report.get("machine")));
    assertEquals(
        List.of(
            "case",
            "connections",
            "perSecond",
            "p50Ms",
            "p99Ms",
            "errors",
            "jvmCpuMicros",
            "postgresCpuMicros"),
        names(report.get("rows").get(0)));
    assertEquals(0.45, report.get("ratios").get("ocsp-nonce/device").asDouble());
    assertTrue(report.get("machine").get("memoryMiB").asLong() > 0);
  }

  @Test
  void ratioIsThatOfTheBestRows() {
    Results results = new Results();
    results.add(List.of(row("a", 1, 10), row("a", 8, 30), row("b", 1, 60), row("b", 8, 50)));
    results.ratio("a", "b");
    assertEquals(0.5, results.ratios().get("a/b"));
  }

  @Test
  void nothingIsSaidOfWhatWasNotMeasured() {
    assertThrows(IllegalArgumentException.class, () -> new Results().ratio("a", "b"));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
