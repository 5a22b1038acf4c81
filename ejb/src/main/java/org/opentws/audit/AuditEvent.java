package org.opentws.audit;

import java.util.HashMap;
import java.util.Map;

/**
 * What happened, as a service says it; the audit log adds time, node, sequence and proof (AA3.1).
 *
 * @param type what
 * @param outcome how it ended
 * @param actor who: account id of a person, or the name of a component ("ocsp"); "anonymous" if
 *     nobody was identified
 * @param object what it was done to, for example "certificate:issuing/1a2b"
 * @param details typed fields as text, short, each one of {@link
 *     org.opentws.audit.format.AuditField}; no secret, no password, no key
 */
public record AuditEvent(
    AuditEventType type,
    Outcome outcome,
    String actor,
    String object,
    Map<String, String> details) {
  public AuditEvent {
    details = Map.copyOf(details);
  }

  /**
   * An alarm as it stands in the log.
   *
   * @param actor the component that found it
   * @param more what else there is to say, besides the kind
   */
  public static AuditEvent alarm(
      AlarmKind kind, String actor, String object, Map<String, String> more) {
    return new AuditEvent(
            AuditEventType.ALARM_RAISED,
            Outcome.FAILURE,
            actor,
            object,
            Map.of("kind", kind.name()))
        .with(more);
  }

  /** The same with more details; those given already stay as they are. */
  AuditEvent with(Map<String, String> more) {
    if (more.isEmpty()) {
      return this;
    }
    Map<String, String> all = new HashMap<>(more);
    all.putAll(details);
    return new AuditEvent(type, outcome, actor, object, all);
  }
}
