package org.opentws.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records every alarm (AA6.1), and logs it for whoever watches the server's log. */
@ApplicationScoped
public class AlarmRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmRecorder.class);

  @Inject private AuditLog auditLog;
  @Inject private Event<AlarmUnrecorded> unrecorded;

  void raised(@ObservesAsync AlarmRaised alarm) {
    LOG.error("ALARM {} {}: {}", alarm.kind(), alarm.object(), alarm.detail());
    AuditEvent event =
        AuditEvent.alarm(
            alarm.kind(),
            "audit",
            alarm.object(),
            Map.of("detail", alarm.detail(), "at", alarm.at().toString()));
    auditLog.recordAsync(
        event,
        failure -> {
          if (failure != null) {
            LOG.error("An alarm could not be recorded: {}", alarm, failure);
            unrecorded.fireAsync(new AlarmUnrecorded(alarm));
          }
        });
  }
}
