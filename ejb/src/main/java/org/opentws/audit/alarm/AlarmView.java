package org.opentws.audit.alarm;

import java.time.Instant;
import java.util.Optional;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.store.AuditAlarm;

/**
 * An alarm as people see it. Texts may hold what came from outside: escape them.
 *
 * @param record index of the first record of the audit log that told of it
 */
public record AlarmView(
    long id,
    String kind,
    String title,
    String object,
    String detail,
    long record,
    Instant firstAt,
    Instant lastAt,
    long occurrences,
    Optional<String> acknowledgedBy,
    Optional<Instant> acknowledgedAt,
    Optional<String> note) {
  static AlarmView of(AuditAlarm alarm) {
    return new AlarmView(
        alarm.id(),
        alarm.first().kind(),
        AlarmKind.named(alarm.first().kind()).title(),
        alarm.first().object(),
        alarm.first().detail(),
        alarm.record(),
        alarm.first().at(),
        alarm.lastAt(),
        alarm.occurrences(),
        alarm.acknowledgement().map(AuditAlarm.Acknowledgement::by),
        alarm.acknowledgement().map(AuditAlarm.Acknowledgement::at),
        alarm.acknowledgement().map(AuditAlarm.Acknowledgement::note));
  }
}
