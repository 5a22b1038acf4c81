package org.opentws.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.time.ClockCalibrated;
import org.opentws.time.ClockState;
import org.opentws.time.ClockStateChanged;
import org.opentws.time.LeapSecondNoted;
import org.opentws.time.SourceVerdict;
import org.opentws.time.TimeSourceChanged;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records what becomes of the clock (SO3.1, AA8.1, TS5.1), and raises alarms (AA6.1). */
@ApplicationScoped
public class ClockStateRecorder {
  private static final Logger LOG = LoggerFactory.getLogger(ClockStateRecorder.class);
  private static final String ACTOR = "time";

  @Inject private AuditLog auditLog;
  @Inject private Event<AlarmRaised> alarms;

  void changed(@Observes ClockStateChanged change) {
    record(
        AuditEventType.CLOCK_STATE_CHANGED,
        change.after().vouched() ? Outcome.SUCCESS : Outcome.FAILURE,
        "clock",
        Map.of(
            "before", change.before().name(),
            "after", change.after().name(),
            "detail", change.detail()));
    boolean fell = change.before() != ClockState.UNKNOWN && !change.after().vouched();
    boolean warns = change.after() == ClockState.DEGRADED || change.after() == ClockState.HOLD;
    if (fell || warns) {
      alarms.fireAsync(new AlarmRaised(ACTOR, "clock: " + change.detail(), change.at()));
    }
  }

  void judged(@Observes TimeSourceChanged change) {
    boolean good = change.after() == SourceVerdict.AGREES;
    record(
        AuditEventType.TIME_SOURCE_CHANGED,
        good ? Outcome.SUCCESS : Outcome.FAILURE,
        "time-source:" + change.source(),
        Map.of(
            "before", change.before().name(),
            "after", change.after().name(),
            "detail", change.detail()));
    if (change.after() == SourceVerdict.FALSETICKER) {
      String detail = "time source " + change.source() + ": " + change.detail();
      alarms.fireAsync(new AlarmRaised(ACTOR, detail, change.at()));
    }
  }

  void calibrated(@Observes ClockCalibrated calibration) {
    record(AuditEventType.CLOCK_CALIBRATED, Outcome.SUCCESS, "clock", calibration.details());
  }

  void leapSecond(@Observes LeapSecondNoted noted) {
    record(
        AuditEventType.LEAP_SECOND,
        Outcome.SUCCESS,
        "clock",
        Map.of(
            "phase", noted.phase().name(),
            "leapAt", noted.leap().at().toString(),
            "kind", noted.leap().inserted() ? "inserted" : "deleted",
            "detail", noted.detail()));
  }

  private void record(
      AuditEventType type, Outcome outcome, String object, Map<String, String> details) {
    AuditEvent event = new AuditEvent(type, outcome, ACTOR, object, details);
    auditLog.recordAsync(
        event,
        failure -> {
          if (failure != null) {
            LOG.warn("What became of the clock could not be recorded: {}", event, failure);
          }
        });
  }
}
