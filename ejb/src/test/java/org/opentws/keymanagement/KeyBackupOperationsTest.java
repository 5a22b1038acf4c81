package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.keymanagement.store.KeyBackup;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

/** Keys out of their device and back (KM6.4, KM6.6, KMF-e). */
class KeyBackupOperationsTest {
  private final House house = new House();

  private SigningKey caKey(String backup) {
    Map<String, String> order =
        new HashMap<>(House.order(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    order.put("backup", backup);
    return house.key(house.generate.execute(order, House.FIRST, House.SECOND));
  }

  private static Map<String, String> which(SigningKey key) {
    return Map.of("keyId", key.keyId());
  }

  private Map<String, String> backUp(SigningKey key) {
    return house.backup.execute(which(key), House.FIRST, House.SECOND);
  }

  private void lose(SigningKey key) {
    house.devices.ca.destroy(key.label());
  }

  private Refusal refusedRestoration(Map<String, String> parameters) {
    return assertThrows(
            RequestRefused.class,
            () -> house.restore.execute(parameters, House.FIRST, House.SECOND))
        .refusal();
  }

  private Refusal refusedBackup(SigningKey key) {
    return assertThrows(RequestRefused.class, () -> backUp(key)).refusal();
  }

  @Test
  void lostKeyComesBackAndIsTheSame() {
    SigningKey key = caKey("yes");
    var before = house.devices.ca.publicKey(key.label());
    backUp(key);
    lose(key);
    house.restore.execute(which(key), House.FIRST, House.SECOND);
    assertEquals(before, house.devices.ca.publicKey(key.label()));
    assertEquals(house.time.now(), key.restoredAt().orElseThrow());
    assertTrue(house.audit.types().contains(AuditEventType.KEY_BACKED_UP));
    assertTrue(house.audit.types().contains(AuditEventType.KEY_RESTORED));
  }

  @Test
  void keyThatWasMadeToStayIsNotBackedUp() {
    SigningKey key = caKey("no");
    assertEquals(Refusal.WRONG_STATE, refusedBackup(key));
    assertTrue(house.backups.rows.isEmpty());
  }

  @Test
  void weakOrMissingBackupKeyBacksNothingUp() {
    SigningKey key = caKey("yes");
    for (BackupKeyFacts weak :
        new BackupKeyFacts[] {
          new BackupKeyFacts(128, true, false, "00"),
          new BackupKeyFacts(256, false, false, "00"),
          new BackupKeyFacts(256, true, true, "00")
        }) {
      house.devices.ca.backupKey = Optional.of(weak);
      assertEquals(Refusal.WEAK_KEY, refusedBackup(key));
    }
    house.devices.ca.backupKey = Optional.empty();
    assertEquals(Refusal.WRONG_STATE, refusedBackup(key));
    assertTrue(house.backups.rows.isEmpty());
  }

  @Test
  void keyForBackupIsNotMadeInADeviceWithoutBackupKey() {
    house.devices.ca.backupKey = Optional.empty();
    assertEquals(
        Refusal.WRONG_STATE, assertThrows(RequestRefused.class, () -> caKey("yes")).refusal());
    assertTrue(house.devices.ca.keyLabels().isEmpty());
  }

  @Test
  void keyThatIsStillThereIsNotOverwritten() {
    SigningKey key = caKey("yes");
    backUp(key);
    assertEquals(Refusal.WRONG_STATE, refusedRestoration(which(key)));
  }

  @Test
  void alteredOrForeignBackupIsRefusedAndLeavesNothing() {
    SigningKey key = caKey("yes");
    backUp(key);
    SigningKey other = caKey("yes");
    backUp(other);
    lose(key);
    KeyBackup genuine = house.backups.rows.get(0);
    Der foreign = house.backups.rows.get(1).wrapped().orElseThrow();
    Der nonsense = Der.of("altered".getBytes(StandardCharsets.UTF_8));
    for (Der wrong : new Der[] {nonsense, foreign}) {
      house.backups.rows.set(0, rewritten(genuine, genuine.publicKey(), wrong));
      assertEquals(Refusal.SEAL_BROKEN, refusedRestoration(which(key)));
      assertFalse(house.devices.ca.keyLabels().contains(key.label()));
    }
    // Another key's whole row under this key's name is no backup of this key.
    Der publicKey = house.backups.rows.get(1).publicKey();
    house.backups.rows.set(0, rewritten(genuine, publicKey, foreign));
    assertEquals(Refusal.NOT_FOUND, refusedRestoration(which(key)));
  }

  /** As whoever writes into the database can. */
  private KeyBackup rewritten(KeyBackup row, Der publicKey, Der wrapped) {
    return new KeyBackup(
        new KeyBackup.Made(
            row.backupId(),
            row.keyId(),
            "ca",
            row.checkValue(),
            publicKey,
            row.madeAt(),
            "Ada",
            "Bob"),
        wrapped);
  }

  @Test
  void nothingOfTheBackupIsInTheResultThatStaysForEver() {
    String wrapped = house.devices.ca.backupKey.orElseThrow().checkValue() + "/";
    Map<String, String> result = backUp(caKey("yes"));
    assertFalse(result.containsKey("backup"));
    assertFalse(result.values().stream().anyMatch(value -> value.contains(wrapped)));
  }

  @Test
  void withoutABackupNothingComesBack() {
    SigningKey key = caKey("yes");
    lose(key);
    assertEquals(Refusal.NOT_FOUND, refusedRestoration(which(key)));
    assertEquals(Refusal.NOT_FOUND, refusedRestoration(Map.of("keyId", "nobody")));
  }

  @Test
  void destructionErasesTheBackups() {
    SigningKey key = caKey("yes");
    backUp(key);
    house.destroy.execute(which(key), House.FIRST, House.SECOND);
    assertTrue(house.backups.rows.get(0).wrapped().isEmpty());
    assertEquals(Refusal.WRONG_STATE, refusedRestoration(which(key)));
  }
}
