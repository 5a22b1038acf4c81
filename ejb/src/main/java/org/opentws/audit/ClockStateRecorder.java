package org.opentws.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.time.ClockState;
import org.opentws.time.ClockStateChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what becomes of the clock (SO3.1, AA8.1). */
@ApplicationScoped
public class ClockStateRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ClockStateRecorder.class);

  @Inject private AuditLog auditLog;

  void changed(@Observes ClockStateChanged change) {
    Outcome outcome = change.after() == ClockState.INSYNC ? Outcome.SUCCESS : Outcome.FAILURE;
    AuditEvent event =
        new AuditEvent(
            AuditEventType.CLOCK_STATE_CHANGED,
            outcome,
            "time",
            "clock",
            Map.of(
                "before", change.before().name(),
                "after", change.after().name(),
                "detail", change.detail()));
    auditLog.recordAsync(
        event,
        failure -> {
          if (failure != null) {
            LOG.warn("A change of the clock's state could not be recorded: {}", event, failure);
          }
        });
  }
}
