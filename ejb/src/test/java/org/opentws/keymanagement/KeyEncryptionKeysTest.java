package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.WrappingKeyFacts;
import org.opentws.value.Der;

/** The key that wraps data keys, and what becomes of them without it (KM6.3, KM6.4). */
class KeyEncryptionKeysTest {
  private static final String ID = "data-kek-1";
  private static final byte[] SECRET = new byte[32];

  private final Fakes.Devices devices = new Fakes.Devices();
  private final FakeAudit audit = new FakeAudit();
  private final KeyEncryptionKeys keys = new KeyEncryptionKeys();

  KeyEncryptionKeysTest() {
    keys.devices = devices;
    keys.audit = audit;
  }

  private ServiceUnavailable.Cause missing(Der wrapped, Optional<Der> backup) {
    return assertThrows(ServiceUnavailable.class, () -> keys.unwrap(ID, wrapped, backup)).missing();
  }

  @Test
  void lostKeyComesBackInADeviceWithTheSameBackupKey() {
    Optional<Der> backup = keys.make(ID);
    Der wrapped = keys.wrap(ID, SECRET);
    devices.infra.wrappingKeys.clear();
    assertEquals(ServiceUnavailable.Cause.KEY, missing(wrapped, Optional.empty()));
    assertArrayEquals(SECRET, keys.unwrap(ID, wrapped, backup));
    assertEquals(List.of(AuditEventType.KEY_GENERATED, AuditEventType.KEY_RESTORED), audit.types());
  }

  @Test
  void backupOfAnotherDeviceIsRefused() {
    Optional<Der> backup = keys.make(ID);
    Der wrapped = keys.wrap(ID, SECRET);
    devices.infra.wrappingKeys.clear();
    devices.infra.backupKey = Optional.of(new BackupKeyFacts(256, true, false, "other"));
    assertEquals(ServiceUnavailable.Cause.KEY, missing(wrapped, backup));
    assertTrue(devices.infra.wrappingKeys.isEmpty());
  }

  @Test
  void withoutAStrongBackupKeyItNeverLeaves() {
    devices.infra.backupKey = Optional.of(new BackupKeyFacts(128, true, false, "weak"));
    assertEquals(Optional.empty(), keys.make(ID));
    assertEquals(
        new WrappingKeyFacts(256, true, false, false, true), devices.infra.wrappingKeys.get(ID));
  }

  @Test
  void keyThatIsNotProtectedIsNotUsed() {
    keys.make(ID);
    Der wrapped = keys.wrap(ID, SECRET);
    for (WrappingKeyFacts weak :
        List.of(
            new WrappingKeyFacts(128, true, false, false, true),
            new WrappingKeyFacts(256, false, false, false, true),
            new WrappingKeyFacts(256, true, true, false, true),
            new WrappingKeyFacts(256, true, false, false, false))) {
      devices.infra.wrappingKeys.put(ID, weak);
      assertEquals(ServiceUnavailable.Cause.KEY, missing(wrapped, Optional.empty()), "" + weak);
      assertThrows(ServiceUnavailable.class, () -> keys.wrap(ID, SECRET));
    }
  }

  @Test
  void deviceThatIsAwayIsSaidSo() {
    keys.make(ID);
    Der wrapped = keys.wrap(ID, SECRET);
    devices.infra.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing(wrapped, Optional.empty()));
  }
}
