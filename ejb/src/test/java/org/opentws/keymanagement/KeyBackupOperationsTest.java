package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;

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
    Map<String, String> given = new HashMap<>(which(key));
    SigningKey other = caKey("yes");
    String foreign = backUp(other).get("backup");
    lose(key);
    String nonsense =
        Base64.getEncoder().encodeToString("altered".getBytes(StandardCharsets.UTF_8));
    for (String wrong : new String[] {nonsense, foreign}) {
      given.put("backup", wrong);
      assertEquals(Refusal.SEAL_BROKEN, refusedRestoration(given));
      assertFalse(house.devices.ca.keyLabels().contains(key.label()));
    }
    given.put("backup", "***");
    assertEquals(Refusal.MALFORMED_REQUEST, refusedRestoration(given));
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
