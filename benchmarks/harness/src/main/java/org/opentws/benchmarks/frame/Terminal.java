package org.opentws.benchmarks.frame;

import java.io.PrintStream;
import java.util.Locale;

/** Talks to the person who measures. */
public final class Terminal {
  private static final String LINE = "  %-22s %11s %12s %9s %9s %7s %9s %9s%n";

  private final PrintStream out;

  public Terminal(PrintStream out) {
    this.out = out;
  }

  public void progress(String step) {
    out.println("  " + step);
    out.flush();
  }

  public void table(Results results) {
    out.printf(
        Locale.ROOT,
        LINE,
        "case",
        "connections",
        "per second",
        "p50 ms",
        "p99 ms",
        "errors",
        "JVM us",
        "PG us");
    for (Row row : results.rows()) {
      out.printf(
          Locale.ROOT,
          LINE,
          row.name(),
          row.connections(),
          decimal("%,.0f", row.perSecond()),
          decimal("%.2f", row.p50Ms()),
          decimal("%.2f", row.p99Ms()),
          row.errors(),
          decimal("%.1f", row.jvmCpuMicros()),
          decimal("%.1f", row.postgresCpuMicros()));
    }
    results
        .ratios()
        .forEach((name, ratio) -> out.printf(Locale.ROOT, "  %-46s %.3f%n", name, ratio));
    out.flush();
  }

  private static String decimal(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
