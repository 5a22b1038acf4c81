package org.opentws.keymanagement;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.PossessionProof;
import org.opentws.value.Der;

/**
 * What the device itself must say of a key before it is used (KM1.1, KMF-a): made there, never
 * readable, for signing, and the very key of the certificate.
 */
final class KeyFactsRules {
  private static final Provider VERIFIER = new BouncyCastleProvider();

  private KeyFactsRules() {}

  /**
   * Asks the device.
   *
   * @param subjectPublicKeyInfo of the certificate that the key is bound to
   * @param origin where the register says that the key comes from
   * @return what is wrong, in a sentence; empty if nothing is
   * @throws org.opentws.hsm.HsmUnavailable if the device does not answer
   */
  static Optional<String> defect(
      HsmConnection device, String label, Der subjectPublicKeyInfo, Origin origin) {
    if (!device.keyLabels().contains(label)) {
      return Optional.of("the device has no key '" + label + "'");
    }
    Optional<String> wrong = defect(device.keyFacts(label), origin);
    if (wrong.isPresent()) {
      return wrong;
    }
    // KMF-a: a certificate swapped in the register, or a key swapped in the device. The device's
    // public key object may have been left in place, so the private key has to prove itself.
    boolean same =
        Der.of(device.publicKey(label).getEncoded()).equals(subjectPublicKeyInfo)
            && provesItself(device, label, subjectPublicKeyInfo);
    return same
        ? Optional.empty()
        : Optional.of("the key in the device is not the key of its certificate");
  }

  /**
   * For a device. Here, because Bouncy Castle knows no algorithm before its provider was made.
   *
   * @throws IllegalArgumentException it is none
   */
  static PublicKey publicKey(Der subjectPublicKeyInfo) {
    try {
      PublicKey decoded =
          BouncyCastleProvider.getPublicKey(
              SubjectPublicKeyInfo.getInstance(subjectPublicKeyInfo.octets()));
      if (decoded != null) {
        return decoded;
      }
      throw new IllegalArgumentException(VERIFIER.getName() + " does not know this public key");
    } catch (IOException e) {
      throw new IllegalArgumentException("the public key of the backup is none", e);
    }
  }

  private static boolean provesItself(HsmConnection device, String label, Der publicKeyInfo) {
    SubjectPublicKeyInfo publicKey = SubjectPublicKeyInfo.getInstance(publicKeyInfo.octets());
    Optional<String> algorithm = KeyAlgorithm.of(publicKey).map(KeyAlgorithm::signatureAlgorithm);
    if (algorithm.isEmpty()) {
      return false;
    }
    byte[] signature = device.provePossession(label, algorithm.get());
    try {
      Signature verifier = Signature.getInstance(algorithm.get(), VERIFIER);
      verifier.initVerify(BouncyCastleProvider.getPublicKey(publicKey));
      verifier.update(PossessionProof.text());
      return verifier.verify(signature);
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  private static Optional<String> defect(KeyFacts facts, Origin origin) {
    boolean madeThere = origin != Origin.RESTORED;
    if (madeThere && !facts.local()) {
      return Optional.of("the device says that the key was not generated in it (CKA_LOCAL)");
    }
    if (!facts.sensitive() || (madeThere && !facts.alwaysSensitive())) {
      return Optional.of("the device says that the key was readable (CKA_SENSITIVE)");
    }
    boolean neverLeft = !facts.extractable() && facts.neverExtractable();
    boolean leavesEncrypted = origin != Origin.MADE_THERE && facts.wrapWithTrusted();
    if (!neverLeft && !leavesEncrypted) {
      return Optional.of("the device says that the key can or could leave it (CKA_EXTRACTABLE)");
    }
    if (!facts.sign() || !facts.signOnly()) {
      return Optional.of("the device says that the key is not for signing alone (CKA_SIGN)");
    }
    return Optional.empty();
  }
}
