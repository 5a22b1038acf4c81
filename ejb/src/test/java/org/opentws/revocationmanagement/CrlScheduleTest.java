package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.node.NodeKind;
import org.opentws.node.ThisNode;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.TestAuditLog;
import org.opentws.revocationstatus.TestCrlRepository;
import org.opentws.revocationstatus.TestKeys;
import org.opentws.revocationstatus.TestTime;
import org.opentws.revocationstatus.store.StoredCrl;

class CrlScheduleTest {
  private final TestTime time = new TestTime();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestCrlRepository crls = new TestCrlRepository();
  private final CrlSchedule schedule = new CrlSchedule();
  private boolean deviceLost = true;
  private boolean setBack;

  @BeforeEach
  void assemble() {
    schedule.node = new ThisNode(NodeKind.ALL);
    schedule.keyRegister = new TestKeys();
    schedule.generation =
        new CrlGenerationService() {
          @Override
          public boolean generateIfDue(KeyPurpose purpose, String ca) {
            if (setBack) {
              throw new StatusNotTrusted("set back");
            }
            if (deviceLost) {
              throw new ServiceUnavailable(ServiceUnavailable.Cause.DEVICE, "lost");
            }
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
  void statusDatabaseThatWasSetBackRaisesTheAlarmOnceAtOnce() {
    crlOfAge(Duration.ofMinutes(1));
    setBack = true;
    assertEquals(1, alarms());
    assertEquals(1, alarms());
  }
}
