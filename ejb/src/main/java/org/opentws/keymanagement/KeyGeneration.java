package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.opentws.audit.AuditEventType;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Makes a key in its device and enters it into the register (KM1), in the caller's transaction,
 * which holds the lock of key generation.
 *
 * <p>The device takes no part in the transaction. A crash or a rollback after the device made the
 * key leaves a key there that the register does not know: no service can use it, the watch finds
 * it, records it and names it for destruction ({@link DeviceReconciliation}). It is not destroyed
 * at once, because when a commit's answer is lost nobody here knows whether it took place.
 */
@ApplicationScoped
class KeyGeneration {
  @Inject SigningKeyRepository register;
  @Inject KeyMaker maker;
  @Inject ReplicaCopies replicas;
  @Inject KeyJournal journal;
  @Inject KeyLabels labels;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /**
   * A new key.
   *
   * @param key its line in the register: a spare, or one that waits for its certificate
   * @param publicKey its SubjectPublicKeyInfo
   */
  record Made(SigningKey key, Der publicKey) {}

  /**
   * Makes the key that was ordered.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  Made make(KeyOrder order, KeyCeremony ceremony, TwoPersons persons) {
    String label = labels.next(order);
    // KM1.1, KM1.2: made in the device, an approved one; KM1.5: of an algorithm in the catalogue.
    Der publicKey = maker.make(order, label);
    // A crash here leaves an unregistered key in the device: see the class comment.
    NewSigningKey line =
        new NewSigningKey(
            randomness.identifier(),
            order.purpose(),
            order.owner(),
            order.token(),
            label,
            order.algorithm().code(),
            Sha256.hex(publicKey),
            order.backup(),
            ceremony,
            time.now(),
            persons.requester(),
            persons.approver());
    SigningKey key = order.spare() ? SigningKey.spare(line) : SigningKey.generated(line);
    register.add(key);
    register.flush();
    journal.record(AuditEventType.KEY_GENERATED, key, persons);
    replicas.copyNew(key);
    return new Made(key, publicKey);
  }
}
