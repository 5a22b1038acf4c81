package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.KeyBackup;
import org.opentws.keymanagement.store.KeyBackupRepository;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;

/**
 * Destroys a key in its device for ever (KM5.1, KM5.3): one of the register, named by its id, or an
 * orphan that the register does not know, named by device and label.
 *
 * <p>The register is written first, the device acts, then the transaction commits. A crash between
 * the last two leaves a line that says INACTIVE for a key that is gone: the watch reports it, it
 * cannot sign, and asking for its destruction again ends it.
 */
@ApplicationScoped
public class DestroyKeyOperation implements OperationHandler {
  private static final String WITHOUT_REPLICA = "withoutReplica";

  private static final Set<String> KNOWN =
      Set.of("keyId", "token", "label", "evenThoughCertificateIsValid", WITHOUT_REPLICA);

  private static final Set<KeyState> DESTRUCTIBLE =
      EnumSet.of(KeyState.GENERATED, KeyState.SPARE, KeyState.INACTIVE, KeyState.COMPROMISED);

  @Inject SigningKeyRepository register;
  @Inject KeyBackupRepository backups;
  @Inject CryptographicDevices devices;
  @Inject ReplicaCopies copies;
  @Inject KeyJournal journal;
  @Inject DeviceReconciliation reconciliation;
  @Inject Event<KeyRegisterChanged> changed;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "DESTROY_KEY";
  }

  @Override
  public String describe(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, KNOWN);
    Optional<String> keyId = parameters.optional("keyId");
    if (keyId.isEmpty()) {
      String label = orphan(parameters);
      return "Destroy the objects '%s' in the device '%s' for ever. The register knows no such key."
          .formatted(label, parameters.required("token"));
    }
    SigningKey key = destructible(keyId.get(), parameters);
    List<String> made = backups.of(key.keyId()).stream().map(DestroyKeyOperation::named).toList();
    return "Destroy the %s key %s of '%s' in the device '%s' for ever. Nobody can get it back."
            .formatted(
                key.purpose(),
                key.keyId(),
                key.owner(),
                String.join("' and '", holders(key, parameters)))
        + (isYes(parameters, WITHOUT_REPLICA)
            ? " It is NOT destroyed in any replica of that device: see to it by other means."
            : "")
        + (made.isEmpty()
            ? ""
            : " Erased with it: the backups %s. What backups of the database hold of them stays encrypted."
                .formatted(String.join(", ", made)));
  }

  @Override
  public Map<String, String> execute(Map<String, String> raw, Caller requester, Caller approver) {
    OperationParameters parameters = new OperationParameters(raw, KNOWN);
    TwoPersons persons = TwoPersons.of(requester, approver);
    Optional<String> keyId = parameters.optional("keyId");
    if (keyId.isEmpty()) {
      return destroyOrphan(parameters.required("token"), orphan(parameters), persons);
    }
    SigningKey key = destructible(keyId.get(), parameters);
    List<String> holders = holders(key, parameters);
    key.destroy(time.now());
    register.flush();
    journal.record(AuditEventType.KEY_DESTROYED, key, persons);
    changed.fire(new KeyRegisterChanged(key.keyId()));
    List<KeyBackup> known = backups.of(key.keyId());
    known.forEach(backup -> backup.erase(time.now()));
    destroyEverywhere(key, holders);
    return Map.of(
        "keyId", key.keyId(),
        "state", key.state().name(),
        "devices", String.join(", ", holders),
        "backupsErased", String.valueOf(known.size()));
  }

  private static String named(KeyBackup backup) {
    return backup.backupId() + " of " + backup.madeAt();
  }

  private Map<String, String> destroyOrphan(String token, String label, TwoPersons persons) {
    journal.record(
        AuditEventType.KEY_DESTROYED,
        "device:" + token + "/" + label,
        persons,
        Map.of("requester", persons.requester(), "approver", persons.approver()));
    destroyInDevice(token, label);
    return Map.of("token", token, "label", label, "state", KeyState.DESTROYED.name());
  }

  /** KM5.1: in every device that may hold it; all of them must answer before one destroys it. */
  private void destroyEverywhere(SigningKey key, List<String> holders) {
    holders.forEach(holder -> devices.with(holder, HsmConnection::keyLabels));
    // The replica first: a failure in between leaves the key where it is asked for again.
    for (int at = holders.size() - 1; at >= 0; at--) {
      destroyInDevice(holders.get(at), key.label());
    }
  }

  /**
   * Where it is destroyed: in every device that may hold it, unless persons say that they see to
   * its replica by other means.
   */
  private List<String> holders(SigningKey key, OperationParameters parameters) {
    if (isYes(parameters, WITHOUT_REPLICA)) {
      return List.of(key.token());
    }
    List<String> holders = copies.holders(key);
    for (String holder : holders) {
      if (!devices.tokens().contains(holder)) {
        throw new RequestRefused(
            Refusal.WRONG_STATE,
            "the key was taken into the device '%s', which the configuration does not name: name it, or say %s=yes if you destroy the key there by other means"
                .formatted(holder, WITHOUT_REPLICA));
      }
    }
    return holders;
  }

  private static boolean isYes(OperationParameters parameters, String name) {
    return parameters.optional(name).equals(Optional.of("yes"));
  }

  private void destroyInDevice(String token, String label) {
    boolean gone = devices.with(token, device -> isGone(device, label));
    if (!gone) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device still has the key after its destruction");
    }
  }

  private static boolean isGone(HsmConnection device, String label) {
    if (device.keyLabels().contains(label)) {
      device.destroy(label);
    }
    return !device.keyLabels().contains(label);
  }

  private String orphan(OperationParameters parameters) {
    String token = parameters.required("token");
    String label = parameters.required("label");
    if (!devices.tokens().contains(token)
        || !devices.with(token, HsmConnection::keyLabels).contains(label)) {
      throw new RequestRefused(Refusal.NOT_FOUND, "there is no such key in such a device");
    }
    if (!reconciliation.orphans(token).contains(label)) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the register knows this key: name it by 'keyId'");
    }
    return label;
  }

  private SigningKey destructible(String keyId, OperationParameters parameters) {
    SigningKey key =
        register
            .find(keyId)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (!DESTRUCTIBLE.contains(key.state())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key is " + key.state() + ", not one of " + DESTRUCTIBLE);
    }
    // KM5.1: a CA whose certificates are still valid needs its key for their status.
    boolean meant = isYes(parameters, "evenThoughCertificateIsValid");
    if (key.purpose() == KeyPurpose.CERTIFICATE_SIGNING && isCertificateValid(key) && !meant) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "the CA's certificate is still valid: say evenThoughCertificateIsValid=yes if you mean it");
    }
    return key;
  }

  private boolean isCertificateValid(SigningKey key) {
    Instant now = time.now();
    return key.certificate().map(KeyCertificate::usableUntil).filter(now::isBefore).isPresent();
  }
}
