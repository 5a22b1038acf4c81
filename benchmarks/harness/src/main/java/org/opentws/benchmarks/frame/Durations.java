package org.opentws.benchmarks.frame;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/**
 * How long things took, in nanoseconds: how many, and their percentiles to three digits, in memory
 * that does not grow with their number. For one thread.
 */
public final class Durations {
  private static final int DIGITS = 3;
  private static final double PERCENT = 100;

  private final Histogram histogram = new Histogram(DIGITS);

  public void add(long nanos) {
    histogram.recordValue(Math.max(0, nanos));
  }

  long count() {
    return histogram.getTotalCount();
  }

  /**
   * That many were not longer.
   *
   * @param part for example 0.99
   */
  long at(double part) {
    return histogram.getValueAtPercentile(part * PERCENT);
  }

  public static Durations together(Collection<Durations> parts) {
    Durations sum = new Durations();
    parts.forEach(part -> sum.histogram.add(part.histogram));
    return sum;
  }
}
