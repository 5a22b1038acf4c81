package org.opentws.keymanagement;

import java.util.Optional;
import org.opentws.hsm.HsmConnection;
import org.opentws.value.Der;

/**
 * A private key outside of any device, encrypted with a backup key (KM6.4).
 *
 * @param label of its objects
 * @param publicKey the key that it must be
 * @param octets RFC 5649
 * @param certificate that belongs beside it; empty if it has none yet
 */
record WrappedKey(String label, Der publicKey, Der octets, Optional<Der> certificate) {
  /**
   * Brings it into a device, and takes it out again if it is not what it should be.
   *
   * @return what is wrong with it, in a sentence; empty if it is there now
   * @throws IllegalArgumentException altered, or encrypted with another backup key
   */
  Optional<String> bringInto(HsmConnection device, String token) {
    BackupKeys.strong(device.backupKey(), token);
    device.unwrapKey(label, KeyFactsRules.publicKey(publicKey), octets.octets());
    Optional<String> defect = KeyFactsRules.defect(device, label, publicKey, Origin.RESTORED);
    if (defect.isPresent()) {
      device.destroy(label);
      return defect;
    }
    certificate.ifPresent(known -> device.storeCertificate(label, known.octets()));
    return Optional.empty();
  }
}
