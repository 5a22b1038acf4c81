package org.opentws.audit.alarm;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.audit.store.AuditAlarm;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** Alarms in the portal and by REST: seen by those who run the system, acknowledged by a person. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AlarmService {
  public static final int LIMIT_MAX = 500;
  private static final int NOTE_CHARACTERS_MAX = 400;

  @Inject private AuditDatabase database;
  @Inject private AuditLog audit;
  @Inject private CurrentCaller caller;
  @Inject private TrustedTime time;

  /**
   * Alarms, newest first.
   *
   * @param before only alarms with a lower number
   */
  @RolesAllowed(PermissionName.ALARM_READ)
  public List<AlarmView> list(boolean openOnly, OptionalLong before, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "limit is outside 1.." + LIMIT_MAX);
    }
    return database.alarms().list(openOnly, before.orElse(Long.MAX_VALUE), limit).stream()
        .map(AlarmView::of)
        .toList();
  }

  /** How many alarms nobody has acknowledged. */
  @RolesAllowed(PermissionName.ALARM_READ)
  public long openCount() {
    return database.alarms().openCount();
  }

  /**
   * Takes note of an alarm; what happens again is a new one. Recorded before it counts.
   *
   * @param note what was found or done
   * @throws RequestRefused NOT_FOUND, WRONG_STATE if it is acknowledged, MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.ALARM_ACKNOWLEDGE)
  public AlarmView acknowledge(long id, String note) {
    if (note.isBlank() || note.length() > NOTE_CHARACTERS_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "a note of 1 to " + NOTE_CHARACTERS_MAX + " characters");
    }
    AuditAlarm alarm = find(id);
    if (alarm.acknowledgement().isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the alarm is acknowledged already");
    }
    String account = caller.get().account();
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.ALARM_ACKNOWLEDGED,
            Outcome.SUCCESS,
            account,
            "alarm:" + id,
            Map.of("kind", alarm.first().kind(), "detail", note)));
    if (!database
        .alarms()
        .acknowledge(id, new AuditAlarm.Acknowledgement(account, time.now(), note))) {
      throw new RequestRefused(Refusal.WRONG_STATE, "somebody else has acknowledged it just now");
    }
    return AlarmView.of(find(id));
  }

  private AuditAlarm find(long id) {
    return database
        .alarms()
        .find(id)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such alarm"));
  }
}
