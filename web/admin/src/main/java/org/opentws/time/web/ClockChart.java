package org.opentws.time.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.opentws.time.ClockSample;

/**
 * The last day as a drawing of 1440 by 200 units, one unit a minute.
 *
 * @param offset points of the line of the offset's amount
 * @param bound points of the line of the error bound
 * @param gaps left ends of the minutes in which the clock was not vouched for
 * @param topMillis what the upper edge stands for
 */
public record ClockChart(String offset, String bound, List<Integer> gaps, double topMillis) {
  private static final int WIDTH = 24 * 60;
  private static final int HEIGHT = 200;
  private static final double NANOS_PER_MILLI = 1e6;

  public ClockChart {
    gaps = List.copyOf(gaps);
  }

  static ClockChart of(List<ClockSample> samples, Instant now) {
    double top =
        niceAbove(
            samples.stream()
                .filter(sample -> sample.state().vouched())
                .mapToDouble(sample -> millis(sample.errorBound()))
                .max()
                .orElse(1));
    return new ClockChart(
        points(samples, now, top, ClockSample::offset),
        points(samples, now, top, ClockSample::errorBound),
        samples.stream()
            .filter(sample -> !sample.state().vouched())
            .map(sample -> x(sample, now))
            .toList(),
        top);
  }

  private static String points(
      List<ClockSample> samples, Instant now, double top, Function<ClockSample, Duration> value) {
    return samples.stream()
        .map(sample -> x(sample, now) + "," + y(millis(value.apply(sample)), top))
        .collect(Collectors.joining(" "));
  }

  private static int x(ClockSample sample, Instant now) {
    return (int) (WIDTH - Duration.between(sample.at(), now).toMinutes());
  }

  private static long y(double millis, double top) {
    return Math.round(HEIGHT - Math.min(millis, top) / top * HEIGHT);
  }

  private static double millis(Duration duration) {
    return Math.abs(duration.toNanos()) / NANOS_PER_MILLI;
  }

  /** 1, 2 or 5 times a power of ten. */
  private static double niceAbove(double millis) {
    double power = Math.pow(10, Math.floor(Math.log10(Math.max(millis, 1e-3))));
    double times = millis / power;
    double nice = times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10;
    return nice * power;
  }
}
