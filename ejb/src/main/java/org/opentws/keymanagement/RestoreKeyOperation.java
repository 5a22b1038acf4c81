package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.KeyBackup;
import org.opentws.keymanagement.store.KeyBackupRepository;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Brings a key that its device has lost back from its backup (KMF-e); two persons (KM6.6). */
@ApplicationScoped
public class RestoreKeyOperation implements OperationHandler {
  private static final String KEY_ID = "keyId";

  @Inject SigningKeyRepository register;
  @Inject KeyBackupRepository backups;
  @Inject CryptographicDevices devices;
  @Inject DeviceStandings standings;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  @Override
  public String type() {
    return OperationType.RESTORE_KEY.name();
  }

  @Override
  public String describe(Map<String, String> raw) {
    SigningKey key = lost(raw);
    KeyBackup newest = newest(key);
    return "Bring the %s key %s of '%s' back into the device '%s' from its backup %s of %s."
        .formatted(
            key.purpose(),
            key.keyId(),
            key.owner(),
            key.token(),
            newest.backupId(),
            newest.madeAt());
  }

  @Override
  public Map<String, String> execute(Map<String, String> raw, Caller requester, Caller approver) {
    TwoPersons persons = TwoPersons.of(requester, approver);
    SigningKey key = lost(raw);
    KeyBackup newest = newest(key);
    bringBack(key, newest.publicKey(), newest.wrapped().orElseThrow());
    key.restored(time.now());
    register.flush();
    journal.record(
        AuditEventType.KEY_RESTORED,
        "key:" + key.keyId(),
        persons,
        Map.of(
            "backup", newest.backupId(),
            "device", key.token(),
            "backupKey", newest.checkValue(),
            "spkiSha256", key.spkiSha256(),
            "requester", persons.requester(),
            "approver", persons.approver()));
    changed.fire(new KeyRegisterChanged(key.keyId()));
    return Map.of(KEY_ID, key.keyId(), "spkiSha256", key.spkiSha256(), "state", key.state().name());
  }

  // A crash after the device took the key leaves it there, and the register says that it was made
  // there: it is not used (CKA_LOCAL), DESTROY_KEY or a new restoration after that clears it up.
  private void bringBack(SigningKey key, Der publicKey, Der wrapped) {
    WrappedKey backup =
        new WrappedKey(
            key.label(), publicKey, wrapped, key.certificate().map(KeyCertificate::certificate));
    Optional<String> defect;
    try {
      defect = devices.with(key.token(), device -> backup.bringInto(device, key.token()));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the backup is refused: " + e.getMessage(), e);
    }
    if (defect.isPresent()) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the backup is refused: " + defect.get());
    }
  }

  /** The key, if the register has it and its device has not. */
  private SigningKey lost(Map<String, String> raw) {
    SigningKey key =
        register
            .find(new OperationParameters(raw, Set.of(KEY_ID)).required(KEY_ID))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (!key.mayBeBackedUp()
        || key.state() == KeyState.DESTROYED
        || key.state() == KeyState.COMPROMISED) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key is " + key.state() + " or was never to leave its device");
    }
    standings.refuseUnlessApproved(key.purpose(), key.token());
    if (devices.with(key.token(), HsmConnection::keyLabels).contains(key.label())) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the device still has this key");
    }
    return key;
  }

  /** Its public key is the one of the register: the row may have been written by anybody. */
  private KeyBackup newest(SigningKey key) {
    List<KeyBackup> known = backups.of(key.keyId());
    return known.stream()
        .filter(backup -> Sha256.hex(backup.publicKey()).equals(key.spkiSha256()))
        .findFirst()
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no backup of this key"));
  }
}
