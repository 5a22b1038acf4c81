package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes refused uses of keys to the audit log: each key and reason at most once a minute on a
 * node, because a service that is asked a thousand times a second asks for its key as often.
 */
@ApplicationScoped
class RefusalJournal {
  private static final long QUIET_NANOS = 60_000_000_000L;
  private static final Logger LOG = LoggerFactory.getLogger(RefusalJournal.class);

  @Inject AuditLog audit;
  @Inject TrustedTime time;

  private final Map<String, Long> lastNanos = new ConcurrentHashMap<>();

  void refused(HeldKey held, String reason) {
    long now = time.monotonicNanos();
    String object = "key:" + held.key().keyId();
    if (!due(object + " " + reason, now)) {
      return;
    }
    LOG.warn("Use of {} refused: {}", object, reason);
    // Not waited for: the caller may be the audit log's own signer, and gets a refusal anyway.
    audit.recordAsync(
        new AuditEvent(
            AuditEventType.KEY_USE_REFUSED,
            Outcome.REFUSED,
            "keymanagement",
            object,
            Map.of(
                "purpose", held.key().purpose().name(),
                "owner", held.key().owner(),
                "reason", reason)),
        failure -> {
          if (failure != null) {
            LOG.error("The refused use of {} could not be recorded", object, failure);
          }
        });
  }

  private boolean due(String what, long now) {
    boolean[] due = new boolean[1];
    lastNanos.compute(
        what,
        (key, last) -> {
          due[0] = last == null || now - last >= QUIET_NANOS;
          return due[0] ? Long.valueOf(now) : last;
        });
    return due[0];
  }
}
