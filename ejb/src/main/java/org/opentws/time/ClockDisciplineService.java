package org.opentws.time;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentws.random.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the sources again and again, and announces each change of the clock's state. */
@Singleton
@Startup
public class ClockDisciplineService {
  private static final Logger LOG = LoggerFactory.getLogger(ClockDisciplineService.class);

  @Inject private TrustedClock time;
  @Inject private Event<ClockStateChanged> changes;
  @Inject private Randomness randomness;
  @Resource private ManagedScheduledExecutorService executor;

  private ClockState announced = ClockState.UNKNOWN;
  private @Nullable ScheduledFuture<?> rounds;
  private volatile List<SourceStatus> lastRound = List.of();

  @PostConstruct
  void start() {
    rounds =
        executor.scheduleWithFixedDelay(
            this::round, 0, time.settings().pollSeconds(), TimeUnit.SECONDS);
  }

  @PreDestroy
  void stop() {
    if (rounds != null) {
      rounds.cancel(true);
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
  @Lock(LockType.READ)
  public List<SourceStatus> sources() {
    return lastRound;
  }

  private void round() {
    try {
      measure();
      announce();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again; the old measurement grows old meanwhile.
      LOG.error("time measurement failed", e);
    }
  }

  private void measure() {
    NtpClient client =
        new NtpClient(
            time.settings().responseMillis(),
            MachineClock.system(),
            () -> ByteBuffer.wrap(randomness.octets(Long.BYTES)).getLong());
    DisciplinedClock.Moment begun = time.clock().moment();
    List<SourceReading> readings =
        time.settings().sources().stream()
            .map(client::ask)
            .flatMap(Optional::stream)
            .collect(Collectors.toList());
    Optional<Agreement> agreement = Agreement.of(readings, time.settings().quorum());
    agreement.ifPresent(agreed -> time.clock().accept(agreed, begun));
    lastRound = statuses(readings, agreement);
    nameFalsetickers(readings, agreement);
  }

  private List<SourceStatus> statuses(List<SourceReading> readings, Optional<Agreement> agreement) {
    List<String> truechimers = agreement.map(Agreement::truechimers).orElse(List.of());
    return time.settings().sources().stream()
        .map(TimeSettings.NtpSource::toString)
        .map(
            source -> {
              Optional<SourceReading> reading =
                  readings.stream().filter(r -> r.source().equals(source)).findFirst();
              return new SourceStatus(
                  source,
                  reading.map(SourceReading::offset),
                  reading.map(SourceReading::errorBound),
                  truechimers.contains(source));
            })
        .toList();
  }

  private static void nameFalsetickers(
      List<SourceReading> readings, Optional<Agreement> agreement) {
    for (SourceReading reading : readings) {
      if (agreement.map(a -> !a.truechimers().contains(reading.source())).orElse(true)) {
        LOG.warn(
            "time source {} disagrees: offset {} ms, bound {} ms",
            reading.source(),
            reading.offset().toMillis(),
            reading.errorBound().toMillis());
      }
    }
  }

  private void announce() {
    ClockState state = time.reading().state();
    if (state != announced) {
      ClockState before = announced;
      announced = state;
      LOG.info("clock {} -> {}: {}", before, state, describe());
      changes.fire(new ClockStateChanged(before, state, describe(), time.now()));
    }
  }
}
