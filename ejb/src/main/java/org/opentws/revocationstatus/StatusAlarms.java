package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alarms of the status service (RS1.3): recorded at once, the same one again only after a minute,
 * so that ten thousand questions a second about one tampered row are not ten thousand alarms.
 */
@ApplicationScoped
public class StatusAlarms {
  private static final Logger LOG = LoggerFactory.getLogger(StatusAlarms.class);
  private static final long AGAIN_AFTER_NANOS = Duration.ofMinutes(1).toNanos();
  private static final int REASONS_MAX = 1000;

  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /** When each was raised last. */
  private final Map<String, Long> raised = new ConcurrentHashMap<>();

  /**
   * Raises an alarm; does not wait.
   *
   * @param object what is concerned, for example "certificate-status-database"
   */
  void raise(AlarmKind kind, String object, String reason) {
    if (!isNew(object + ": " + reason)) {
      return;
    }
    LOG.error("Status service, {}: {}", object, reason);
    AuditEvent alarm = AuditEvent.alarm(kind, "revocationstatus", object, Map.of("reason", reason));
    try {
      auditLog.recordAsync(alarm, StatusAlarms::noteUnrecorded);
    } catch (ServiceUnavailable e) {
      noteUnrecorded(e);
    }
  }

  private boolean isNew(String reason) {
    long now = trustedTime.monotonicNanos();
    if (raised.size() >= REASONS_MAX) {
      raised.values().removeIf(at -> now - at >= AGAIN_AFTER_NANOS);
    }
    boolean[] isNew = {false};
    raised.compute(
        reason,
        (key, before) -> {
          isNew[0] = before == null || now - before >= AGAIN_AFTER_NANOS;
          return isNew[0] ? Long.valueOf(now) : before;
        });
    return isNew[0];
  }

  private static void noteUnrecorded(@Nullable ServiceUnavailable failure) {
    if (failure != null) {
      LOG.error("The alarm has no audit record", failure);
    }
  }
}
