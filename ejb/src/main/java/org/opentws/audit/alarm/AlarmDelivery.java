package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.AuditSettings;
import org.opentws.audit.store.AuditAlarmRepository;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.DueDelivery;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is queued. Any node takes what is due; a node that dies while sending leaves it due
 * again after a minute, so a sink may get an alarm twice, and never none.
 */
@ApplicationScoped
public class AlarmDelivery {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmDelivery.class);
  private static final Duration SENDING_MAX = Duration.ofMinutes(1);
  private static final Duration AGAIN_MIN = Duration.ofSeconds(5);

  /** A sink that is back has what waited within a minute (AA6.1), however long it was down. */
  private static final Duration AGAIN_MAX = Duration.ofSeconds(30);

  private static final int DOUBLINGS_MAX = 3;
  private static final int FAILURE_CHARACTERS_MAX = 400;

  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private Instance<AlarmSink> sinks;
  @Inject private TrustedTime time;
  @Inject private Config config;

  /** The ways there are, each of which is served by itself. */
  List<AlarmSink> sinks() {
    return sinks.stream().toList();
  }

  /** Sends one announcement this way, if one is due; returns whether there may be more. */
  boolean round(AlarmSink sink) {
    AuditAlarmRepository alarms = database.alarms();
    Optional<DueDelivery> due = alarms.takeDue(sink.name(), time.now(), SENDING_MAX);
    due.ifPresent(delivery -> send(alarms, sink, delivery));
    return due.isPresent();
  }

  private void send(AuditAlarmRepository alarms, AlarmSink sink, DueDelivery delivery) {
    Instant now = time.now();
    if (!sink.isConfigured()) {
      alarms.failed(delivery.id(), now.plus(AGAIN_MAX), "the sink is not configured any more");
      return;
    }
    int rate = parameters.number(AuditParameter.ALARM_RATE);
    if (alarms.deliveredSince(delivery.sink(), now.minus(Duration.ofMinutes(1))) >= rate) {
      alarms.failed(delivery.id(), now.plus(AGAIN_MIN), "waits: too many in this minute");
      return;
    }
    try {
      sink.send(AlarmMessage.of(AuditSettings.from(config).origin(), delivery.alarm()));
      alarms.delivered(delivery.id(), time.now());
    } catch (SinkFailed e) {
      LOG.warn(
          "Alarm {} did not reach {}: {}", delivery.alarm().id(), delivery.sink(), e.getMessage());
      String why = String.valueOf(e.getMessage());
      alarms.failed(
          delivery.id(),
          time.now().plus(pause(delivery.attempts())),
          why.substring(0, Math.min(why.length(), FAILURE_CHARACTERS_MAX)));
    }
  }

  /** Twice as long after each failure, up to half a minute. */
  private static Duration pause(int attempts) {
    Duration pause = AGAIN_MIN.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS_MAX));
    return pause.compareTo(AGAIN_MAX) > 0 ? AGAIN_MAX : pause;
  }
}
