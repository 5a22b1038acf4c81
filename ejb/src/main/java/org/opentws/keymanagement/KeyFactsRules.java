package org.opentws.keymanagement;

import java.util.Optional;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.KeyFacts;
import org.opentws.value.Der;

/**
 * What the device itself must say of a key before it is used (KM1.1, KMF-a): made there, never
 * readable, for signing, and the very key of the certificate.
 */
final class KeyFactsRules {
  private KeyFactsRules() {}

  /**
   * Asks the device.
   *
   * @param subjectPublicKeyInfo of the certificate that the key is bound to
   * @return what is wrong, in a sentence; empty if nothing is
   * @throws org.opentws.hsm.HsmUnavailable if the device does not answer
   */
  static Optional<String> defect(HsmConnection device, String label, Der subjectPublicKeyInfo) {
    if (!device.keyLabels().contains(label)) {
      return Optional.of("the device has no key '" + label + "'");
    }
    Optional<String> wrong = defect(device.keyFacts(label));
    if (wrong.isPresent()) {
      return wrong;
    }
    // KMF-a: a key swapped in the device, or a certificate swapped in the register.
    boolean same = Der.of(device.publicKey(label).getEncoded()).equals(subjectPublicKeyInfo);
    return same
        ? Optional.empty()
        : Optional.of("the key in the device is not the key of its certificate");
  }

  private static Optional<String> defect(KeyFacts facts) {
    if (!facts.local()) {
      return Optional.of("the device says that the key was not generated in it (CKA_LOCAL)");
    }
    if (!facts.sensitive() || !facts.alwaysSensitive()) {
      return Optional.of("the device says that the key was readable (CKA_SENSITIVE)");
    }
    if (facts.extractable() || !facts.neverExtractable()) {
      return Optional.of("the device says that the key can or could leave it (CKA_EXTRACTABLE)");
    }
    if (!facts.sign()) {
      return Optional.of("the device says that the key is not for signing (CKA_SIGN)");
    }
    return Optional.empty();
  }
}
