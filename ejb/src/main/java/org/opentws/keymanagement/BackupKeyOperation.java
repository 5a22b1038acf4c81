package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.keymanagement.store.KeyBackup;
import org.opentws.keymanagement.store.KeyBackupRepository;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Takes a key out of its device, encrypted with the device's backup key: AES-256, which is never
 * weaker than a signing key of the catalogue (KM6.4). Two persons want it (KM6.6).
 */
@ApplicationScoped
public class BackupKeyOperation implements OperationHandler {
  private static final String KEY_ID = "keyId";

  @Inject SigningKeyRepository register;
  @Inject KeyBackupRepository backups;
  @Inject CryptographicDevices devices;
  @Inject KeyJournal journal;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return OperationType.BACKUP_KEY.name();
  }

  @Override
  public String describe(Map<String, String> parameters) {
    SigningKey key = key(parameters);
    return "Take the %s key %s of '%s' out of the device '%s', encrypted with that device's backup key"
            .formatted(key.purpose(), key.keyId(), key.owner(), key.token())
        + " (AES-256, RFC 5649), and keep it in the database.";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    SigningKey key = key(parameters);
    TwoPersons persons = TwoPersons.of(requester, approver);
    KeyBackup backup = made(key, persons);
    backups.add(backup);
    journal.record(
        AuditEventType.KEY_BACKED_UP,
        "key:" + key.keyId(),
        persons,
        Map.of(
            "backup", backup.backupId(),
            "device", key.token(),
            "backupKey", backup.checkValue(),
            "requester", persons.requester(),
            "approver", persons.approver()));
    // Not the backup itself: results of operations stay for ever, a backup goes with its key.
    return Map.of(
        KEY_ID,
        key.keyId(),
        "backupId",
        backup.backupId(),
        "encryption",
        "AES-256 KWP (RFC 5649)",
        "backupKey",
        backup.checkValue());
  }

  private KeyBackup made(SigningKey key, TwoPersons persons) {
    try {
      return devices.with(
          key.token(),
          device -> {
            BackupKeyFacts backupKey = BackupKeys.strong(device.backupKey(), key.token());
            KeyBackup.Made made =
                new KeyBackup.Made(
                    randomness.identifier(),
                    key.keyId(),
                    key.token(),
                    backupKey.checkValue(),
                    Der.of(device.publicKey(key.label()).getEncoded()),
                    time.now(),
                    persons.requester(),
                    persons.approver());
            return new KeyBackup(made, Der.of(device.wrapKey(key.label())));
          });
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the device does not let the key go: " + e.getMessage(), e);
    }
  }

  private SigningKey key(Map<String, String> raw) {
    String keyId = new OperationParameters(raw, Set.of(KEY_ID)).required(KEY_ID);
    SigningKey key =
        register
            .find(keyId)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (!key.mayBeBackedUp()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "this key was made never to leave its device, in no form");
    }
    if (key.state() == KeyState.DESTROYED || key.state() == KeyState.COMPROMISED) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the key is " + key.state());
    }
    return key;
  }
}
