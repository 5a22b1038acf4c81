package org.opentws.time.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opentws.portal.web.Words;
import org.opentws.time.ClockDisciplineService;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockSample;
import org.opentws.time.SourceStatus;
import org.opentws.time.TrustedTime;

/** The clock, its sources and its last day (SO3.1, TS2.1). */
@Named("clock")
@RequestScoped
public class ClockBean {
  private static final double NANOS_PER_MILLI = 1e6;

  @EJB private ClockDisciplineService discipline;
  @Inject private TrustedTime time;
  @Inject private Words words;

  private Optional<ClockChart> chart = Optional.empty();

  public ClockReading getReading() {
    return time.reading();
  }

  public List<SourceStatus> getSources() {
    return discipline.sources();
  }

  /** Milliseconds, with as many digits as matter. */
  public String millis(Duration duration) {
    double millis = duration.toNanos() / NANOS_PER_MILLI;
    int digits = Math.abs(millis) < 100 ? 3 : 0;
    return words.decimal(millis, digits, digits);
  }

  public Duration getTolerance() {
    return discipline.tolerance();
  }

  /** The chart of the last day. */
  public ClockChart getChart() {
    if (chart.isEmpty()) {
      chart = Optional.of(ClockChart.of(discipline.history(), time.now()));
    }
    return chart.get();
  }

  /** What the upper edge of the chart stands for, in milliseconds. */
  public String getTopMillis() {
    return words.decimal(getChart().topMillis(), 0, 6);
  }

  /** The worst of the last day, in words, for who cannot see the chart. */
  public String getWorst() {
    return discipline.history().stream()
        .map(ClockSample::errorBound)
        .max(Duration::compareTo)
        .map(bound -> words.say("ms", millis(bound)))
        .orElseGet(() -> words.say("time.unmeasured"));
  }

  /** Since when there are measurements. */
  public Optional<Instant> getSince() {
    return discipline.history().stream().findFirst().map(ClockSample::at);
  }
}
