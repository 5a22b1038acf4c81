package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

/** A device and its replica: one takes over, and what is not the same key never signs. */
class ReplicaTest {
  private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

  private final House house = new House();
  private final Fakes.Device first = house.devices.tsp;
  private final Fakes.Device second = house.devices.replica;
  private SigningKey key;
  private PublicKey publicKey;

  @BeforeEach
  void keyInBoth() {
    house.devices.replicated = true;
    key = generated("yes");
    publicKey = first.publicKey(key.label());
    watched();
  }

  private SigningKey generated(String backup) {
    Map<String, String> order = House.order(KeyPurpose.OCSP_SIGNING, "issuing");
    order.put("backup", backup);
    return house.key(house.generate.execute(order, House.FIRST, House.SECOND));
  }

  private byte[] sign() {
    return house.use.sign(house.use.active(KeyPurpose.OCSP_SIGNING, "issuing"), DATA);
  }

  private void signs() throws Exception {
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(publicKey);
    verifier.update(DATA);
    assertTrue(verifier.verify(sign()));
  }

  private ServiceUnavailable.Cause missing() {
    return assertThrows(ServiceUnavailable.class, this::sign).missing();
  }

  /** What the watch sees within a minute. */
  private void watched() {
    house.watch.probeDevices();
    house.watch.compareDevicesWithRegister();
  }

  private void isInReplica(ReplicaState state) {
    watched();
    assertEquals(Optional.of(state), house.replicas.state(key));
  }

  private Map<String, String> which() {
    return Map.of("keyId", key.keyId());
  }

  private long alarms() {
    return house.audit.events.stream()
        .filter(event -> event.type() == AuditEventType.ALARM_RAISED)
        .filter(event -> event.toString().contains("REPLICA_DIFFERS"))
        .count();
  }

  @Test
  void newKeyComesIntoTheReplicaWithItsCertificate() {
    isInReplica(ReplicaState.HELD);
    assertEquals(publicKey, second.publicKey(key.label()));
    assertTrue(second.certificate(key.label()).isPresent());
    assertEquals(0, alarms());
    assertEquals(List.of("tsp", "tsp-replica", "infra", "ca"), house.devices.tokens());
  }

  @Test
  void replicaTakesOverUntilTheDeviceIsBack() throws Exception {
    first.lost = true;
    signs();
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isPresent());
    first.lost = false;
    second.lost = true;
    signs();
    second.lost = false;
    watched();
    second.lost = true;
    signs();
  }

  @Test
  void deviceThatFailedIsNotAskedAgainBeforeTheWatchSawIt() throws Exception {
    first.failingCall = "sign";
    signs();
    first.failingCall = "";
    second.failingCall = "sign";
    // The replica is asked first; it fails, and the device is the other one that has the key.
    signs();
    second.failingCall = "";
    first.failingCall = "sign";
    signs();
  }

  @Test
  void bothAwayIsToldAsTheDeviceItself() {
    first.lost = true;
    second.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
  }

  @Test
  void anotherKeyUnderTheSameLabelIsNotUsedAndIsAnAlarm() {
    second.keys.put(key.label(), Fakes.newKeyPair("EC:secp256r1"));
    isInReplica(ReplicaState.REFUSED);
    watched();
    assertEquals(1, alarms());
    first.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
    assertTrue(house.audit.types().contains(AuditEventType.KEY_USE_REFUSED));
  }

  @Test
  void anotherKeyIsNotUsedEvenIfTheWatchHasNotSeenIt() {
    house.verdicts.forget("tsp-replica");
    second.keys.put(key.label(), Fakes.newKeyPair("EC:secp256r1"));
    first.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
  }

  @Test
  void keyWithAnotherCertificateBesideItIsNotUsed() {
    second.certificates.put(key.label(), DATA);
    isInReplica(ReplicaState.REFUSED);
    first.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
  }

  @Test
  void keyThatNeverLeavesItsDeviceIsNotLookedForInTheReplica() {
    key = generated("no");
    isInReplica(ReplicaState.NEVER_LEAVES);
    assertFalse(second.keys.containsKey(key.label()));
    first.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
    assertFalse(house.audit.types().contains(AuditEventType.KEY_USE_REFUSED));
    assertEquals(0, alarms());
  }

  @Test
  void replicaThatWasAwayIsShownAndGetsTheKeyLater() throws Exception {
    second.lost = true;
    key = generated("yes");
    publicKey = first.publicKey(key.label());
    isInReplica(ReplicaState.UNKNOWN);
    second.lost = false;
    isInReplica(ReplicaState.MISSING);

    assertEquals(1, alarms());
    house.replicate.execute(which(), House.FIRST, House.SECOND);
    isInReplica(ReplicaState.HELD);
    assertTrue(house.audit.types().contains(AuditEventType.KEY_REPLICATED));
    first.lost = true;
    signs();
  }

  @Test
  void wrongKeyInTheReplicaIsReplaced() throws Exception {
    second.keys.put(key.label(), Fakes.newKeyPair("EC:secp256r1"));
    isInReplica(ReplicaState.REFUSED);
    house.replicate.execute(which(), House.FIRST, House.SECOND);
    // Seen within five seconds, not after a minute.
    house.watch.probeDevices();
    assertEquals(Optional.of(ReplicaState.HELD), house.replicas.state(key));
    first.lost = true;
    signs();
  }

  @Test
  void replicaWithAnotherBackupKeyGetsNoKey() {
    second.backupKey = Optional.of(new BackupKeyFacts(256, true, false, "ffffff"));
    assertThrows(
        RequestRefused.class, () -> house.replicate.execute(which(), House.FIRST, House.SECOND));
    second.backupKey = Optional.of(new BackupKeyFacts(128, true, false, "0a1b2c"));
    assertThrows(
        RequestRefused.class, () -> house.replicate.execute(which(), House.FIRST, House.SECOND));
  }

  @Test
  void keySwappedInTheDeviceIsNotSpread() {
    first.keys.put(key.label(), Fakes.newKeyPair("EC:secp256r1"));
    assertThrows(
        RequestRefused.class, () -> house.replicate.execute(which(), House.FIRST, House.SECOND));
    assertEquals(publicKey, second.publicKey(key.label()));
  }

  @Test
  void destructionEndsTheKeyInBothOrInNeither() {
    house.deactivate.execute(which(), House.FIRST, House.SECOND);
    second.lost = true;
    assertThrows(
        ServiceUnavailable.class, () -> house.destroy.execute(which(), House.FIRST, House.SECOND));
    assertTrue(first.keys.containsKey(key.label()));
    second.lost = false;
    assertTrue(second.keys.containsKey(key.label()));

    House other = new House();
    other.devices.replicated = true;
    Map<String, String> order = House.order(KeyPurpose.OCSP_SIGNING, "issuing");
    order.put("backup", "yes");
    SigningKey made = other.key(other.generate.execute(order, House.FIRST, House.SECOND));
    Map<String, String> it = Map.of("keyId", made.keyId());
    other.deactivate.execute(it, House.FIRST, House.SECOND);
    assertTrue(other.destroy.describe(it).contains("'tsp' and 'tsp-replica'"));
    Map<String, String> result = other.destroy.execute(it, House.FIRST, House.SECOND);
    assertEquals("tsp, tsp-replica", result.get("devices"));
    assertFalse(other.devices.tsp.keys.containsKey(made.label()));
    assertFalse(other.devices.replica.keys.containsKey(made.label()));
    assertEquals(KeyState.DESTROYED, made.state());
  }

  @Test
  void keyWhoseReplicaIsNotConfiguredHereIsDestroyedOnlyIfPersonsSeeToIt() {
    house.deactivate.execute(which(), House.FIRST, House.SECOND);
    house.devices.replicated = false;
    assertThrows(RequestRefused.class, () -> house.destroy.describe(which()));
    assertThrows(
        RequestRefused.class, () -> house.destroy.execute(which(), House.FIRST, House.SECOND));
    assertTrue(first.keys.containsKey(key.label()));
    Map<String, String> without = Map.of("keyId", key.keyId(), "withoutReplica", "yes");
    assertTrue(house.destroy.describe(without).contains("NOT destroyed in any replica"));
    assertEquals("tsp", house.destroy.execute(without, House.FIRST, House.SECOND).get("devices"));
    assertFalse(first.keys.containsKey(key.label()));
    assertTrue(second.keys.containsKey(key.label()));
  }

  @Test
  void keyThatOneDeviceHasLostAlreadyIsDestroyedInTheOther() {
    house.deactivate.execute(which(), House.FIRST, House.SECOND);
    second.destroy(key.label());
    house.destroy.execute(which(), House.FIRST, House.SECOND);
    assertFalse(first.keys.containsKey(key.label()));
  }

  @Test
  void keyOfTheReplicaThatTheRegisterDoesNotKnowIsAnOrphan() {
    second.keys.put("stranger", Fakes.newKeyPair("EC:secp256r1"));
    assertEquals(java.util.Set.of("stranger"), house.reconciliation.orphans("tsp-replica"));
  }

  @Test
  void lockedDeviceIsLockedInItsReplicaToo() {
    first.pin = TokenState.LOCKED;
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
    watched();
    assertEquals(ServiceUnavailable.Cause.DEVICE, missing());
  }

  @Test
  void nodeServesWhileOneOfBothAnswers() {
    DeviceReadiness readiness = new DeviceReadiness();
    readiness.health = house.board;
    assertEquals(Optional.empty(), readiness.fault());
    second.lost = true;
    watched();
    assertEquals(Optional.empty(), readiness.fault());
    first.lost = true;
    watched();
    assertTrue(readiness.fault().orElse("").contains("tsp"));
    second.lost = false;
    watched();
    assertEquals(Optional.empty(), readiness.fault());
  }
}
