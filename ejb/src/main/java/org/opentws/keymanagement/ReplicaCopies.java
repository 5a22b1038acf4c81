package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyReplicaRepository;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes keys from their device into its replica: encrypted under the backup key that both have
 * (KM6.4, RFC 5649), and in no other form. Only keys that two persons made with that in mind.
 */
@ApplicationScoped
class ReplicaCopies {
  private static final Logger LOG = LoggerFactory.getLogger(ReplicaCopies.class);

  @Inject CryptographicDevices devices;
  @Inject DeviceStandings standings;
  @Inject DeviceVerdicts verdicts;
  @Inject KeyReplicaRepository known;
  @Inject TrustedTime time;

  /** The replica that should hold this key; empty if there is none, or if it is never to leave. */
  Optional<String> replica(SigningKey key) {
    return key.mayBeBackedUp() ? devices.replica(key.token()) : Optional.empty();
  }

  /**
   * Takes the key there, with its certificate; what lies there under its label goes.
   *
   * @throws RequestRefused WRONG_STATE, WEAK_KEY, DEVICE_NOT_APPROVED, SEAL_BROKEN
   * @throws ServiceUnavailable DEVICE: one of both is away
   */
  void copy(SigningKey key, String replica) {
    standings.refuseUnlessApproved(key.purpose(), replica);
    // Before the device has it: what was begun is looked for when the key is destroyed (KM5.1).
    known.remember(key.keyId(), replica, time.now());
    Optional<String> defect;
    try {
      BackupKeyFacts there =
          devices.with(replica, device -> BackupKeys.strong(device.backupKey(), replica));
      WrappedKey wrapped = devices.with(key.token(), device -> wrapped(device, key, there));
      defect = devices.with(replica, device -> replaced(device, replica, wrapped));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key does not come into the replica: " + e.getMessage(), e);
    } finally {
      verdicts.forget(replica);
    }
    if (defect.isPresent()) {
      throw new RequestRefused(
          Refusal.SEAL_BROKEN, "the key does not come into the replica: " + defect.get());
    }
  }

  private static WrappedKey wrapped(HsmConnection device, SigningKey key, BackupKeyFacts there) {
    BackupKeyFacts here = BackupKeys.strong(device.backupKey(), key.token());
    if (!here.checkValue().equals(there.checkValue())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the replica of '" + key.token() + "' has another backup key");
    }
    Der publicKey = Der.of(device.publicKey(key.label()).getEncoded());
    // KMF-a: what is swapped in the device is not spread.
    if (!Sha256.hex(publicKey).equals(key.spkiSha256())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key in the device is not the one of the register");
    }
    return new WrappedKey(
        key.label(),
        publicKey,
        Der.of(device.wrapKey(key.label())),
        key.certificate().map(KeyCertificate::certificate));
  }

  private static Optional<String> replaced(
      HsmConnection device, String replica, WrappedKey wrapped) {
    if (device.keyLabels().contains(wrapped.label())) {
      device.destroy(wrapped.label());
    }
    return wrapped.bringInto(device, replica);
  }

  /** Every device that holds the key, or may: its own, its replica, and where it was ever taken. */
  List<String> holders(SigningKey key) {
    Set<String> holders = new LinkedHashSet<>();
    holders.add(key.token());
    replica(key).ifPresent(holders::add);
    holders.addAll(known.devices(key.keyId()));
    return List.copyOf(holders);
  }

  /** A new key goes there at once; if it cannot, it is shown as missing there (REPLICATE_KEY). */
  void copyNew(SigningKey key) {
    Optional<String> replica = replica(key);
    if (replica.isPresent()) {
      try {
        copy(key, replica.get());
      } catch (ServiceUnavailable | RequestRefused e) {
        LOG.error("The key {} is not in '{}' yet: {}", key.keyId(), replica.get(), e.getMessage());
      }
    }
  }

  /** The same for its certificate. */
  void storeCertificate(SigningKey key, Der certificate) {
    Optional<String> replica = replica(key);
    if (replica.isPresent()) {
      try {
        devices.with(replica.get(), device -> stored(device, key.label(), certificate));
      } catch (ServiceUnavailable | IllegalArgumentException e) {
        LOG.error(
            "The certificate of key {} is not in '{}' yet: {}",
            key.keyId(),
            replica.get(),
            e.getMessage());
      } finally {
        verdicts.forget(replica.get());
      }
    }
  }

  private static boolean stored(HsmConnection device, String label, Der certificate) {
    boolean there = device.keyLabels().contains(label);
    if (there) {
      device.storeCertificate(label, certificate.octets());
    }
    return there;
  }
}
