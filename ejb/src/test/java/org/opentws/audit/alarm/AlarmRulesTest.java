package org.opentws.audit.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditAlarm;

class AlarmRulesTest {
  private static final int SUCCESS = 1;
  private static final int FAILURE = 3;

  private static Optional<String> kind(AuditEventType type, int outcome, Map<String, String> said) {
    RecordContent record =
        new RecordContent(
            Instant.EPOCH,
            1,
            type.code(),
            outcome,
            "a",
            "somebody",
            "device:tsp",
            new TreeMap<>(said));
    return AlarmRules.of(record).map(AuditAlarm.Occurrence::kind);
  }

  private static Optional<String> lost(String reason) {
    return kind(AuditEventType.DEVICE_LOST, FAILURE, Map.of("reason", reason));
  }

  private static Optional<String> of(AlarmKind kind) {
    return Optional.of(kind.name());
  }

  @Test
  void deviceThatRefusesItsPinIsNotOneThatIsLost() {
    assertEquals(
        of(AlarmKind.PIN_FAILURE),
        lost("HsmUnavailable: token tsp: the PIN is wrong (CKR_PIN_INCORRECT)"));
    assertEquals(
        of(AlarmKind.PIN_FAILURE),
        lost("token tsp: the PIN is locked; the device's security officer must reset it"));
    assertEquals(of(AlarmKind.PIN_FAILURE), lost("token tsp: CKR_PIN_TOO_WEAK"));
  }

  @Test
  void wordThatHoldsTheLettersIsNoPin() {
    assertEquals(of(AlarmKind.DEVICE_LOST), lost("token tsp: the library is stopping"));
    assertEquals(of(AlarmKind.DEVICE_LOST), lost("token tsp: CKR_DEVICE_REMOVED"));
  }

  @Test
  void roleThatWasGivenIsNoConflict() {
    assertEquals(
        of(AlarmKind.ROLE_CONFLICT), kind(AuditEventType.ROLE_ASSIGNED, FAILURE, Map.of()));
    assertEquals(Optional.empty(), kind(AuditEventType.ROLE_ASSIGNED, SUCCESS, Map.of()));
    assertEquals(
        Optional.empty(), kind(AuditEventType.LOGIN, FAILURE, Map.of("reason", "password")));
  }

  @Test
  void alarmOfAKindThatThisReleaseDoesNotKnowIsStillOne() {
    assertEquals(
        of(AlarmKind.OTHER),
        kind(AuditEventType.ALARM_RAISED, FAILURE, Map.of("kind", "FROM_THE_FUTURE")));
  }
}
