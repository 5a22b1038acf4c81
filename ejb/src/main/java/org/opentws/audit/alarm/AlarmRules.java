package org.opentws.audit.alarm;

import static org.opentws.audit.AuditEventType.ACCOUNT_LOCKED;
import static org.opentws.audit.AuditEventType.ALARM_RAISED;
import static org.opentws.audit.AuditEventType.AUDIT_SPACE_CHANGED;
import static org.opentws.audit.AuditEventType.AUDIT_STORAGE_FAILED;
import static org.opentws.audit.AuditEventType.AUDIT_UNCLEAN_END;
import static org.opentws.audit.AuditEventType.DEVICE_LOST;
import static org.opentws.audit.AuditEventType.KEY_USE_REFUSED;
import static org.opentws.audit.AuditEventType.LOGIN;
import static org.opentws.audit.AuditEventType.OFFICERS_RECOVERED;
import static org.opentws.audit.AuditEventType.ROLE_ASSIGNED;
import static org.opentws.audit.AuditEventType.STATUS_MESSAGE_REFUSED;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditAlarm;

/** Which records tell of a potential or actual violation of security, and of which kind (AA6.1). */
final class AlarmRules {
  private static final int SUCCESS = 1;
  private static final Pattern ABOUT_PIN = Pattern.compile("\\bpin\\b|ckr_pin_");

  /** Records of other types are not even read. */
  static final Set<AuditEventType> TYPES =
      Set.of(
          ACCOUNT_LOCKED,
          ALARM_RAISED,
          AUDIT_SPACE_CHANGED,
          AUDIT_STORAGE_FAILED,
          AUDIT_UNCLEAN_END,
          DEVICE_LOST,
          KEY_USE_REFUSED,
          LOGIN,
          OFFICERS_RECOVERED,
          ROLE_ASSIGNED,
          STATUS_MESSAGE_REFUSED);

  private AlarmRules() {}

  /** The alarm that a record tells of; empty if it tells of none. */
  static Optional<AuditAlarm.Occurrence> of(RecordContent record) {
    return AuditEventType.ofCode(record.type())
        .filter(TYPES::contains)
        .flatMap(type -> kind(type, record))
        .map(
            kind ->
                new AuditAlarm.Occurrence(
                    kind.name(), record.object(), detail(kind, record), record.at()));
  }

  private static Optional<AlarmKind> kind(AuditEventType type, RecordContent record) {
    if (type == ALARM_RAISED) {
      return Optional.of(AlarmKind.named(record.details().getOrDefault("kind", "")));
    }
    if (type == OFFICERS_RECOVERED) {
      return Optional.of(AlarmKind.OFFICERS_RECOVERED);
    }
    if (record.outcome() == SUCCESS) {
      return Optional.empty();
    }
    return switch (type) {
      case ACCOUNT_LOCKED -> Optional.of(AlarmKind.ACCOUNT_LOCKED);
      case AUDIT_SPACE_CHANGED -> Optional.of(AlarmKind.AUDIT_SPACE_LOW);
      case AUDIT_STORAGE_FAILED -> Optional.of(AlarmKind.AUDIT_STORAGE_FAILED);
      case AUDIT_UNCLEAN_END -> Optional.of(AlarmKind.UNCLEAN_END);
      case DEVICE_LOST ->
          Optional.of(
              ABOUT_PIN.matcher(said(record, "reason")).find()
                  ? AlarmKind.PIN_FAILURE
                  : AlarmKind.DEVICE_LOST);
      case KEY_USE_REFUSED -> Optional.of(AlarmKind.KEY_MISUSE);
      case LOGIN ->
          said(record, "reason").contains("conflict")
              ? Optional.of(AlarmKind.ROLE_CONFLICT)
              : Optional.empty();
      case ROLE_ASSIGNED -> Optional.of(AlarmKind.ROLE_CONFLICT);
      case STATUS_MESSAGE_REFUSED -> Optional.of(AlarmKind.MESSAGE_REFUSED);
      default -> Optional.empty();
    };
  }

  private static String said(RecordContent record, String field) {
    return record.details().getOrDefault(field, "").toLowerCase(Locale.ROOT);
  }

  private static String detail(AlarmKind kind, RecordContent record) {
    for (String field : List.of("detail", "reason", "refusal", "why", "after")) {
      String said = record.details().getOrDefault(field, "");
      if (!said.isEmpty()) {
        return said;
      }
    }
    return kind.title();
  }
}
