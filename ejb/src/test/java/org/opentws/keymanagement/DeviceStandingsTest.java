package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.keymanagement.approval.ApprovalSamples;
import org.opentws.keymanagement.approval.DeviceApproval.Standing;
import org.opentws.keymanagement.store.KeyPurpose;

/** Production: the clock stands at 24 November 2026. */
class DeviceStandingsTest {
  private static final KeyPurpose STAMPS = KeyPurpose.TIME_STAMP_SIGNING;
  private static final byte[] DATA = {1};

  private final House house = new House();

  private Path list = Path.of("not yet");

  @BeforeEach
  void inProduction(@TempDir Path folder) {
    list = folder.resolve("devices.json");
    house.devices.tsp.said = new DeviceFacts("tsp", "Maker", "Box 5", "4711", "3.7", false);
    listed("2031-05-01", "TIME_STAMP_SIGNING");
    house.standings.approvals = ApprovalSamples.production(house.audit, house.time, list);
  }

  private void listed(String expires, String... purposes) {
    ApprovalSamples.write(list, ApprovalSamples.line("Maker", "Box 5", expires, purposes));
  }

  private void refused(KeyPurpose purpose) {
    int keys = house.devices.tsp.keys.size();
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.generate(purpose, "unit"));
    assertEquals(Refusal.DEVICE_NOT_APPROVED, refused.refusal());
    assertEquals(keys, house.devices.tsp.keys.size());
    AuditEvent last = house.audit.events.get(house.audit.events.size() - 1);
    assertEquals(AuditEventType.DEVICE_REFUSED, last.type());
    assertEquals(purpose.name(), last.details().get("purpose"));
    assertEquals("4711", last.details().get("serialNumber"));
  }

  private UsableKey unit() {
    house.generate(STAMPS, "unit");
    return house.use.active(STAMPS, "unit");
  }

  private long alarms() {
    return house.audit.types().stream().filter(AuditEventType.ALARM_RAISED::equals).count();
  }

  private Standing standing() {
    return house.board.devices().get(0).approval().orElseThrow().standing();
  }

  @Test
  void listedDeviceMakesAndUsesKeysOfItsPurposesOnly() {
    assertFalse(house.use.sign(unit(), DATA).length == 0);
    refused(KeyPurpose.OCSP_SIGNING);
  }

  @Test
  void deviceThatIsNotListedMakesNoKeyAndItsKeysSignNothing() {
    UsableKey unit = unit();
    house.watch.probeDevices();
    ApprovalSamples.write(list);
    house.watch.probeDevices();
    refused(STAMPS);
    ServiceUnavailable unavailable =
        assertThrows(ServiceUnavailable.class, () -> house.use.sign(unit, DATA));
    assertEquals(ServiceUnavailable.Cause.KEY, unavailable.missing());
    assertTrue(house.audit.types().contains(AuditEventType.KEY_USE_REFUSED));
    assertEquals(Standing.NOT_APPROVED, standing());
    assertTrue(house.board.devices().get(0).isRefused());
  }

  @Test
  void lapsedDeviceGoesOnWithItsKeysButTakesNoNewOneIntoUse() {
    UsableKey unit = unit();
    String keyId = unit.keyId();
    listed("2026-11-24", "TIME_STAMP_SIGNING");
    house.watch.probeDevices();
    unit(); // The last day counts.
    house.time.pass(Duration.ofDays(1));
    house.watch.probeDevices();
    assertEquals(Standing.LAPSED, standing());
    refused(STAMPS);
    assertFalse(house.use.sign(house.use.active(STAMPS, "unit"), DATA).length == 0);
    house.deactivate.execute(
        Map.of("keyId", house.use.active(STAMPS, "unit").keyId()), House.FIRST, House.SECOND);
    assertEquals(
        Refusal.DEVICE_NOT_APPROVED,
        assertThrows(RequestRefused.class, () -> house.activate.describe(Map.of("keyId", keyId)))
            .refusal());
  }

  @Test
  void softwareDeviceIsNeverApprovedWhateverTheListSays() {
    house.devices.tsp.said = new DeviceFacts("tsp", "Maker", "Box 5", "4711", "3.7", true);
    refused(STAMPS);
  }

  @Test
  void deviceThatNowSaysSomethingElseOfItselfIsRecordedAgain() {
    house.watch.probeDevices();
    house.watch.probeDevices();
    int before = house.audit.events.size();
    house.devices.tsp.said = new DeviceFacts("tsp", "Maker", "Box 5", "4711", "4.0", false);
    house.watch.probeDevices();
    List<AuditEventType> since = house.audit.types().subList(before, house.audit.types().size());
    assertEquals(List.of(AuditEventType.DEVICE_RETURNED, AuditEventType.ALARM_RAISED), since);
    assertEquals("not approved", house.audit.events.get(before).details().get("approval"));
  }

  @Test
  void alarmComesOnceForEachDeviceThatIsNotApproved() {
    house.watch.probeDevices();
    long others = alarms();
    assertEquals(2, others, "infra and ca are software devices");
    listed("2027-01-31", "TIME_STAMP_SIGNING"); // Within the warning.
    house.watch.probeDevices();
    house.watch.probeDevices();
    assertEquals(others + 1, alarms());
  }

  @Test
  void changeOfTheListIsRecordedOnceAndAListThatCannotBeReadChangesNothing() throws IOException {
    house.watch.probeDevices();
    UsableKey unit = unit();
    Files.writeString(list, "[{");
    house.watch.probeDevices();
    house.watch.probeDevices();
    assertFalse(house.use.sign(unit, DATA).length == 0);
    Files.delete(list);
    house.watch.probeDevices();
    assertFalse(house.use.sign(unit, DATA).length == 0);
    assertEquals(
        List.of("SUCCESS", "FAILURE", "FAILURE"),
        house.audit.events.stream()
            .filter(event -> event.type() == AuditEventType.CONFIGURATION_CHANGED)
            .map(event -> event.outcome().name())
            .toList());
  }

  @Test
  void listThatCannotBeRecordedIsNotInForce() {
    unit();
    house.watch.probeDevices();
    house.audit.full = true;
    ApprovalSamples.write(list);
    house.watch.probeDevices();
    house.audit.full = false;
    unit();
  }
}
