package org.opentws.time;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.opentws.random.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures the sources again and again, and announces what changes. It looks every second, so that
 * a jump between two rounds is announced at once too; rounds come at their own rhythm, faster while
 * the clock is not trusted yet.
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ClockDisciplineService {
  private static final Logger LOG = LoggerFactory.getLogger(ClockDisciplineService.class);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** RFC 5905's burst: at most eight questions, two seconds apart. */
  private static final int HURRIED_ROUNDS_MAX = 8;

  private static final int HURRY_SECONDS = 2;

  @Inject private TrustedClock time;
  @Inject private Randomness randomness;
  @Inject private Event<ClockEvent> events;
  @Resource private ManagedScheduledExecutorService executor;

  private final ClockHistory history = new ClockHistory();
  private @Nullable ScheduledFuture<?> looks;
  private @Nullable Discipline discipline;
  private volatile List<SourceStatus> lastRound = List.of();

  /** What one thread uses. */
  private static final class Discipline {
    final SourceBoard board;
    final ClockWatch watch;
    long nextRoundAt;
    int hurried;

    Discipline(SourceBoard board, ClockWatch watch, long nextRoundAt) {
      this.board = board;
      this.watch = watch;
      this.nextRoundAt = nextRoundAt;
    }
  }

  @PostConstruct
  void start() {
    TimeSettings settings = time.settings();
    int patience = settings.rhythm().responseMillis();
    SourceBoard board =
        new SourceBoard(
            settings.sources(),
            new NtpRound(MachineClock.system(), randomness, patience),
            new ChronyTracking(List.of("chronyc"), patience));
    ClockWatch watch = new ClockWatch(time.clock(), settings, this::announce);
    discipline = new Discipline(board, watch, time.monotonicNanos());
    looks = executor.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (looks != null) {
      looks.cancel(true);
    }
  }

  /** How the sources answered in the last round, in words, for the page of the clock. */
  @PermitAll
  public String describe() {
    ClockReading reading = time.reading();
    return "%s, error bound %d ms, %d of %d sources agree"
        .formatted(
            reading.state(),
            reading.errorBound().toMillis(),
            reading.sources(),
            time.settings().sources().size());
  }

  /** The sources in the order of the configuration; none before the first round ended. */
  @PermitAll
  public List<SourceStatus> sources() {
    return lastRound;
  }

  /** The last day, oldest first, at most one sample a minute. */
  @PermitAll
  public List<ClockSample> history() {
    return history.samples();
  }

  /** What the platform tolerates (SO3.1). */
  @PermitAll
  public Duration tolerance() {
    return time.settings().limits().tolerance();
  }

  private void look() {
    Discipline ours = discipline;
    if (ours == null) {
      return;
    }
    try {
      if (time.monotonicNanos() - ours.nextRoundAt >= 0) {
        ours.nextRoundAt = time.monotonicNanos() + pause(ours);
        round(ours);
      } else {
        ours.watch.look(lastRound);
      }
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again; the old measurement grows old meanwhile.
      LOG.error("time measurement failed", e);
    }
  }

  private long pause(Discipline ours) {
    int usual = time.settings().rhythm().pollSeconds();
    if (time.reading().state().vouched()) {
      ours.hurried = 0;
      return usual * NANOS_PER_SECOND;
    }
    ours.hurried++;
    int seconds = ours.hurried <= HURRIED_ROUNDS_MAX ? Math.min(HURRY_SECONDS, usual) : usual;
    return seconds * NANOS_PER_SECOND;
  }

  private void round(Discipline ours) {
    DisciplinedClock.Moment begun = time.clock().moment();
    Round round = Round.of(ours.board.ask(), time.settings().quorum());
    time.clock().accept(round, begun);
    lastRound = round.statuses();
    ours.watch.afterRound(lastRound);
    ClockReading reading = time.reading();
    Duration offset = time.clock().agreement().map(Agreement::offset).orElse(Duration.ZERO);
    history.add(new ClockSample(reading.now(), reading.state(), offset, reading.errorBound()));
  }

  private void announce(ClockEvent event) {
    LOG.info("{}", event);
    events.fire(event);
  }
}
