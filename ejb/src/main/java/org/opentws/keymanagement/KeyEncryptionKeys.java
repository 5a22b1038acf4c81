package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.WrappingKeyFacts;
import org.opentws.value.Der;

/**
 * The infrastructure keys that wrap data keys (KM6.3): AES-256, in the device {@code infra}. Where
 * that device has a backup key, each is backed up under it when it is made (KM6.4), and comes back
 * by itself in a device that persons gave the same backup key; in any other way it never leaves.
 */
@ApplicationScoped
public class KeyEncryptionKeys {
  /** What they are for, and nothing else (KM3.3). */
  public static final String PURPOSE = "DATA_ENCRYPTION";

  public static final String ALGORITHM = "AES-256";

  private static final int BITS = 256;

  @Inject CryptographicDevices devices;
  @Inject AuditLog audit;

  /** The device that holds them. */
  public String token() {
    return CryptographicDevices.INFRASTRUCTURE;
  }

  /**
   * Makes one. A crash after this line leaves a key in the device that wraps nothing.
   *
   * @param id its label
   * @return its backup; empty if the device has no backup key
   * @throws ServiceUnavailable DEVICE
   */
  public Optional<Der> make(String id) {
    Optional<Der> backup =
        devices.with(
            token(),
            device -> {
              boolean leaves = device.backupKey().filter(KeyEncryptionKeys::isStrong).isPresent();
              device.generateWrappingKey(
                  id, leaves ? KeyProtection.BACKUP_UNDER_TRUSTED_KEY : KeyProtection.NEVER_LEAVES);
              return leaves ? Optional.of(Der.of(device.backUpWrappingKey(id))) : Optional.empty();
            });
    audit.record(event(AuditEventType.KEY_GENERATED, id));
    return backup;
  }

  private static boolean isStrong(BackupKeyFacts facts) {
    return facts.bits() >= BackupKeys.BITS_MIN && facts.trusted() && !facts.extractable();
  }

  /**
   * Wraps a data key; the caller wipes it.
   *
   * @throws ServiceUnavailable DEVICE, KEY
   */
  public Der wrap(String id, byte[] dataKey) {
    return devices.with(
        token(),
        device -> {
          requireFit(device, id);
          return Der.of(device.wrapSecret(id, dataKey));
        });
  }

  /**
   * The data key again; the caller wipes it.
   *
   * @param backup of the wrapping key, for a device that does not have it
   * @throws IllegalArgumentException it was altered, or wrapped with another key
   * @throws ServiceUnavailable DEVICE, KEY
   */
  public byte[] unwrap(String id, Der wrapped, Optional<Der> backup) {
    return devices.with(
        token(),
        device -> {
          if (device.wrappingKey(id).isEmpty() && backup.isPresent()) {
            restore(device, id, backup.get());
          }
          requireFit(device, id);
          return device.unwrapSecret(id, wrapped.octets());
        });
  }

  private void restore(HsmConnection device, String id, Der backup) {
    if (device.backupKey().filter(KeyEncryptionKeys::isStrong).isEmpty()) {
      return;
    }
    try {
      device.restoreWrappingKey(id, backup.octets());
    } catch (IllegalArgumentException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY, "the backup of the key-encryption key is refused", e);
    }
    // There need not be a transaction: a key may be missed at any moment.
    audit.recordAndWait(event(AuditEventType.KEY_RESTORED, id));
  }

  /** KMF-a: the device is believed, not the database. */
  private static void requireFit(HsmConnection device, String id) {
    WrappingKeyFacts facts =
        device
            .wrappingKey(id)
            .orElseThrow(
                () ->
                    new ServiceUnavailable(
                        ServiceUnavailable.Cause.KEY,
                        "the device 'infra' has no key-encryption key " + id));
    boolean leaves = facts.extractable() && !facts.wrapWithTrusted();
    if (facts.bits() != BITS || !facts.sensitive() || leaves || !facts.wrapsOnly()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY, "the key-encryption key is not protected as it must be");
    }
  }

  private AuditEvent event(AuditEventType type, String id) {
    return new AuditEvent(
        type,
        Outcome.SUCCESS,
        "system",
        "key:" + id,
        Map.of("purpose", PURPOSE, "device", token(), "label", id, "algorithm", ALGORITHM));
  }
}
