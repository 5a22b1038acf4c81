package org.opentws.audit.web;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.review.AuditCount;
import org.opentws.audit.review.AuditReviewService;
import org.opentws.portal.web.PageAction;
import org.opentws.portal.web.Words;
import org.opentws.time.TrustedTime;

/** Events by type over time, one small chart for each type. */
@Named("auditChart")
@RequestScoped
public class AuditChartBean {
  /** A day, a week, 30 days, a year. */
  private static final List<String> CHOICES = List.of("24", "168", "720", "8760");

  private static final int WIDTH = 720;
  private static final int HEIGHT = 56;
  private static final int BARS_MAX = 96;

  /** A bar of a chart, in the chart's own units; failed ones stand on the others. */
  public record Bar(
      double x, double y, double width, double height, boolean failed, String words) {}

  /** The chart of a type. */
  public record Series(String title, long total, long failed, long highest, List<Bar> bars) {}

  @EJB private AuditReviewService review;
  @Inject private PageAction page;
  @Inject private Words words;
  @Inject private TrustedTime time;

  private String hours = "24";
  private Instant from = Instant.EPOCH;
  private Instant to = Instant.EPOCH;
  private List<Series> series = List.of();

  /** Called once before the page is shown. */
  public void load() {
    to = time.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    from = to.minus(Long.parseLong(hours), ChronoUnit.HOURS);
    Map<String, List<AuditCount>> byType = new LinkedHashMap<>();
    page.load(() -> review.counts(from, to), List.<AuditCount>of())
        .forEach(count -> byType.computeIfAbsent(count.type(), t -> new ArrayList<>()).add(count));
    series =
        byType.values().stream()
            .map(this::series)
            .sorted(Comparator.comparing(Series::total).reversed())
            .toList();
  }

  /** Whole hours in one bar. */
  private long slotHours() {
    return Math.max(1, (Long.parseLong(hours) + BARS_MAX - 1) / BARS_MAX);
  }

  private Series series(List<AuditCount> counts) {
    int slots = (int) (Long.parseLong(hours) / slotHours());
    long[] done = new long[slots + 1];
    long[] failed = new long[slots + 1];
    long total = 0;
    long failures = 0;
    for (AuditCount count : counts) {
      int slot = (int) (Duration.between(from, count.hour()).toHours() / slotHours());
      boolean good = count.outcome().equals("SUCCESS");
      (good ? done : failed)[slot] += count.records();
      total += count.records();
      failures += good ? 0 : count.records();
    }
    long highest = 1;
    for (int i = 0; i <= slots; i++) {
      highest = Math.max(highest, done[i] + failed[i]);
    }
    return new Series(counts.get(0).title(), total, failures, highest, bars(done, failed, highest));
  }

  private List<Bar> bars(long[] done, long[] failed, long highest) {
    double width = (double) WIDTH / done.length;
    List<Bar> bars = new ArrayList<>();
    for (int i = 0; i < done.length; i++) {
      Instant begin = from.plus(i * slotHours(), ChronoUnit.HOURS);
      double below = height(done[i], highest);
      double above = height(failed[i], highest);
      Place good = new Place(i * width, below, width, 0);
      if (below > 0) {
        bars.add(good.bar(false, begin + ": " + done[i]));
      }
      if (above > 0) {
        Place bad = new Place(i * width, above, width, below);
        bars.add(bad.bar(true, begin + ": " + words.say("chart.bar.failed", failed[i])));
      }
    }
    return bars;
  }

  /** Where a bar stands; below: how much stands under it. */
  private record Place(double x, double height, double width, double below) {
    Bar bar(boolean failed, String words) {
      double y = HEIGHT + 2 - below - height;
      return new Bar(rounded(x), rounded(y), rounded(width * 0.8), rounded(height), failed, words);
    }
  }

  /** Few records are seen beside many: at least one unit. */
  private static double height(long records, long highest) {
    return records == 0 ? 0 : Math.max(1, (double) HEIGHT * records / highest);
  }

  private static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  public List<Series> getSeries() {
    return series;
  }

  public long getTotal() {
    return series.stream().mapToLong(Series::total).sum();
  }

  /** The chart of a type in words, for who cannot see it. */
  public String summary(Series of) {
    return slotHours() == 1
        ? words.say("chart.highest.hour", of.title(), of.highest())
        : words.say("chart.highest", of.title(), of.highest(), slotHours());
  }

  public Instant getFrom() {
    return from;
  }

  public Instant getTo() {
    return to;
  }

  /** So many hours, and what they are called. */
  public List<Map.Entry<String, String>> getChoices() {
    return CHOICES.stream().map(choice -> Map.entry(choice, words.say("chart." + choice))).toList();
  }

  public String getHours() {
    return hours;
  }

  /** Anything else than a choice is the first. */
  public void setHours(@Nullable String hours) {
    this.hours = hours != null && CHOICES.contains(hours) ? hours : "24";
  }
}
