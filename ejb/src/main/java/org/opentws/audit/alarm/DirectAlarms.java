package org.opentws.audit.alarm;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.microprofile.config.Config;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AlarmUnrecorded;
import org.opentws.audit.AuditSettings;
import org.opentws.audit.store.AuditAlarm;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alarms that cannot go through the log, because the log cannot be written: straight from memory to
 * every sink, again and again until it has taken them. What stopped is recorded when the log can be
 * written again.
 */
@ApplicationScoped
public class DirectAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(DirectAlarms.class);

  /** More than so many different alarms at once say nothing more. */
  private static final int WAITING_MAX = 100;

  private record Waiting(String sink, AlarmMessage message) {}

  @Inject private Instance<AlarmSink> sinks;
  @Inject private Config config;

  private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  void unrecorded(@ObservesAsync AlarmUnrecorded event) {
    AlarmRaised alarm = event.alarm();
    AuditAlarm.Occurrence occurrence =
        new AuditAlarm.Occurrence(alarm.kind().name(), alarm.object(), alarm.detail(), alarm.at());
    AlarmMessage message =
        new AlarmMessage(
            AuditSettings.from(config).origin(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            occurrence,
            alarm.at(),
            1);
    for (AlarmSink sink : sinks) {
      if (sink.isConfigured() && waiting.size() < WAITING_MAX) {
        waiting.add(new Waiting(sink.name(), message));
      }
    }
  }

  /** Tries everything that waits, once for each sink that fails. */
  void round() {
    Set<String> failing = new HashSet<>();
    for (Waiting one : List.copyOf(waiting)) {
      if (!failing.contains(one.sink()) && !sent(one)) {
        failing.add(one.sink());
      }
    }
  }

  private boolean sent(Waiting one) {
    for (AlarmSink sink : sinks) {
      if (sink.name().equals(one.sink())) {
        try {
          sink.send(one.message());
          waiting.remove(one);
        } catch (SinkFailed e) {
          LOG.warn("An alarm did not reach {}: {}", one.sink(), e.getMessage());
          return false;
        }
      }
    }
    return true;
  }
}
