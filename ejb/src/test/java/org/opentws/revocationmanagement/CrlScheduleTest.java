package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.TestAuditLog;
import org.opentws.revocationstatus.TestCrlRepository;
import org.opentws.revocationstatus.TestKeys;
import org.opentws.revocationstatus.TestStatusRepository;
import org.opentws.revocationstatus.TestTime;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.value.CrlPartitions;

class CrlScheduleTest {
  private final TestTime time = new TestTime();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestCrlRepository crls = new TestCrlRepository();
  private final CrlSchedule schedule = new CrlSchedule();
  private final DueCas due = new DueCas();
  private final TestKeys keys = new TestKeys();
  private boolean deviceLost = true;
  private boolean setBack;
  private final List<String> made = new ArrayList<>();

  @BeforeEach
  void assemble() {
    schedule.node = new ThisNode(NodeKind.ALL);
    schedule.due = due;
    due.keys = keys;
    due.crls = crls;
    due.statuses = new TestStatusRepository();
    due.partitions = new TestPartitions();
    due.configuration = new RevocationManagementConfiguration();
    due.configuration.crlInterval = Duration.ofHours(12);
    due.issuers = new TestCrlIssuers();
    due.places = new CrlPlaces();
    due.places.partitions = CrlPartitions.valueOf("none");
    due.trustedTime = time;
    schedule.generation =
        new CrlGenerationService() {
          @Override
          public boolean generateIfDue(KeyPurpose purpose, String ca) {
            if (ca.equals("broken")) {
              throw new IllegalStateException("nobody foresaw this");
            }
            if (setBack) {
              throw new StatusNotTrusted("set back");
            }
            if (deviceLost) {
              throw new ServiceUnavailable(ServiceUnavailable.Cause.DEVICE, "lost");
            }
            made.add(ca);
            return true;
          }
        };
    schedule.partitioned =
        new PartitionedCrlService() {
          @Override
          public int generateDue(KeyPurpose purpose, String ca) {
            return 0;
          }
        };
    schedule.currentCrls = crls.service();
    schedule.auditLog = audit;
    schedule.trustedTime = time;
  }

  private void crlOfAge(Duration age) {
    crls.stored.clear();
    crls.stored.add(
        new StoredCrl(
            "issuing",
            StoredCrl.COMPLETE,
            1,
            time.now.minus(age),
            time.now.plus(Duration.ofHours(12)),
            0,
            0,
            0));
  }

  private int alarms() {
    schedule.makeDueCrls();
    return audit.of(AuditEventType.ALARM_RAISED).size();
  }

  @Test
  void crlThatIsMissedRaisesTheAlarmOnceBeforeItIsADayOld() {
    crlOfAge(Duration.ofHours(19));
    assertEquals(0, alarms());
    crlOfAge(Duration.ofHours(21));
    assertEquals(1, alarms());
    assertEquals(1, alarms());
    deviceLost = false;
    assertEquals(1, alarms());
    deviceLost = true;
    assertEquals(2, alarms());
  }

  @Test
  void oneCaWithAChangeIsAskedForAndTheOthersOnceAMinuteOrWhenTheRegisterChanged() {
    for (String ca : List.of("first", "second")) {
      keys.registered.add(
          TestKeys.registered(
              KeyPurpose.CERTIFICATE_SIGNING, ca, keys.ca.certificate(), KeyState.ACTIVE));
    }
    deviceLost = false;
    crls.due = false;
    List<String> all = List.of("first", "issuing", "second");
    schedule.makeDueCrls();
    schedule.makeDueCrls();
    crls.changed = List.of("second", "of another system");
    schedule.makeDueCrls();
    keys.version++;
    schedule.makeDueCrls();
    crls.changed = List.of();
    schedule.makeDueCrls();
    time.nanos += Duration.ofMinutes(1).toNanos();
    schedule.makeDueCrls();
    assertEquals(List.of(all, List.of("second"), all, all), crls.asked);
  }

  @Test
  void caThatLacksItsListIsAskedForUntilItHasOne() {
    crls.due = true;
    schedule.makeDueCrls();
    schedule.makeDueCrls();
    crls.due = false;
    schedule.makeDueCrls();
    schedule.makeDueCrls();
    assertEquals(3, crls.asked.size());
  }

  @Test
  void caThatFailsForAReasonNobodyForesawKeepsNoOtherWaiting() {
    keys.registered.add(
        TestKeys.registered(
            KeyPurpose.CERTIFICATE_SIGNING, "broken", keys.ca.certificate(), KeyState.ACTIVE));
    deviceLost = false;
    schedule.makeDueCrls();
    assertEquals(List.of("issuing"), made);
    schedule.makeDueCrls();
    assertEquals(List.of("issuing", "issuing"), made);
  }

  @Test
  void statusDatabaseThatWasSetBackRaisesTheAlarmOnceAtOnce() {
    crlOfAge(Duration.ofMinutes(1));
    setBack = true;
    assertEquals(1, alarms());
    assertEquals(1, alarms());
  }
}
