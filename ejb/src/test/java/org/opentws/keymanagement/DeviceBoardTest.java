package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.store.KeyPurpose;

class DeviceBoardTest {
  private final House house = new House();

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      house.watch.probeDevices();
      house.time.pass(Duration.ofSeconds(5));
    }
  }

  @Test
  void deviceThatWasNeverAskedIsNotUp() {
    assertEquals(
        List.of(false, false, false),
        house.board.devices().stream().map(DeviceStatus::up).toList());
  }

  @Test
  void firstContactIsRecordedAndSaysThatItIsATestDevice() {
    rounds(3);
    assertEquals(Collections.nCopies(3, AuditEventType.DEVICE_RETURNED), house.audit.types());
    assertEquals("true", house.audit.events.get(0).details().get("testDevice"));
    DeviceStatus tsp = house.board.devices().get(0);
    assertTrue(tsp.up());
    assertTrue(tsp.facts().map(DeviceFacts::testDevice).orElse(false));
  }

  @Test
  void lossAndReturnAreRecordedOnceEach() {
    rounds(1);
    house.devices.tsp.lost = true;
    Instant lost = house.time.now();
    rounds(10);
    assertFalse(house.board.devices().get(0).up());
    assertEquals(lost, house.board.devices().get(0).since());
    assertTrue(house.board.devices().get(1).up());
    house.devices.tsp.lost = false;
    rounds(10);
    assertEquals(
        List.of(
            AuditEventType.DEVICE_RETURNED,
            AuditEventType.DEVICE_RETURNED,
            AuditEventType.DEVICE_RETURNED,
            AuditEventType.DEVICE_LOST,
            AuditEventType.DEVICE_RETURNED),
        house.audit.types());
  }

  @Test
  void transitionThatCouldNotBeRecordedIsRecordedLater() {
    rounds(1);
    house.audit.full = true;
    house.devices.infra.lost = true;
    rounds(2);
    house.audit.full = false;
    rounds(2);
    assertEquals(AuditEventType.DEVICE_LOST, house.audit.events.get(3).type());
    assertEquals(4, house.audit.events.size());
  }

  @Test
  void lockedDeviceIsThereAndItsKeysAreNotAskedFor() {
    house.devices.ca.pin = TokenState.LOCKED;
    rounds(3);
    DeviceStatus ca = house.board.devices().get(2);
    assertTrue(ca.up() && ca.isLocked());
    assertFalse(house.audit.types().contains(AuditEventType.DEVICE_LOST));
  }

  @Test
  void backupKeyIsSeenWhileTheDeviceIsOpenAndRememberedWhenItIsLocked() {
    house.devices.ca.pin = TokenState.LOCKED;
    rounds(1);
    assertTrue(house.board.devices().get(2).backupKey().isEmpty());
    house.devices.ca.pin = TokenState.ACTIVATED;
    rounds(1);
    assertEquals(house.devices.ca.backupKey, house.board.devices().get(2).backupKey());
    house.devices.ca.pin = TokenState.LOCKED;
    rounds(1);
    assertEquals(house.devices.ca.backupKey, house.board.devices().get(2).backupKey());
  }

  @Test
  void deviceThatComesBackAsAnotherOneIsNotUsed() {
    house.generate(KeyPurpose.OCSP_SIGNING, "issuing");
    rounds(1);
    house.devices.tsp.lost = true;
    rounds(1);
    house.devices.tsp.lost = false;
    String label = house.register.keys.get(0).label();
    house.devices.tsp.keys.put(label, Fakes.newKeyPair("EC:secp256r1"));
    rounds(1);
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    assertTrue(house.audit.types().contains(AuditEventType.KEY_USE_REFUSED));
  }

  @Test
  void nothingIsAnOrphanBeforeTheInstallationIsImported() {
    house.devices.infra.generateKeyPair("tls-server", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    rounds(1);
    house.watch.compareDevicesWithRegister();
    house.watch.compareDevicesWithRegister();
    assertFalse(house.audit.types().contains(AuditEventType.ALARM_RAISED));
  }
}
