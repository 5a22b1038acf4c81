package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.opentws.authentication.ManagementCa;
import org.opentws.keymanagement.KeyAlgorithm;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.ChangeSeal;
import org.opentws.value.Der;

/**
 * Revocation management's seal under the log of changes, made with message A and verified by every
 * status node (RS1.1, RS1.3). The register says which key it is; that it is one of ours, the
 * management CA's signature says.
 */
@ApplicationScoped
public class ChangeSealing {
  @Inject KeyUse keyUse;
  @Inject KeyRegister keyRegister;
  @Inject ManagementCa managementCa;

  /** Certificates found genuine, by key: a log of a million changes has few keys. */
  private final Map<String, SealingCertificate> known = new ConcurrentHashMap<>();

  private volatile boolean sealSeen;

  private record SealingCertificate(X509Certificate certificate, String algorithm) {}

  /**
   * Signs in the device.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE or KEY
   */
  public ChangeSeal seal(byte[] text) {
    UsableKey key = keyUse.active(KeyPurpose.MESSAGE_SEALING, StatusChanged.SENDER);
    return new ChangeSeal(key.keyId(), Der.of(keyUse.sign(key, text)));
  }

  /**
   * Refuses a log whose head revocation management did not sign.
   *
   * @param seal of the last change; empty only in the log of a version that did not seal yet
   * @throws StatusNotTrusted if there is no seal where there was one before, or it does not hold
   */
  void requireGenuine(ChangeChain chain, Optional<ChangeSeal> seal) {
    if (seal.isEmpty()) {
      if (sealSeen) {
        throw new StatusNotTrusted("change " + chain.sequence() + " has no seal");
      }
      return;
    }
    if (!holds(chain.head(), seal.get())) {
      throw new StatusNotTrusted("the seal of change " + chain.sequence() + " does not hold");
    }
    sealSeen = true;
  }

  /** Whether revocation management signed this text. */
  boolean holds(byte[] text, ChangeSeal seal) {
    try {
      SealingCertificate signer = signer(seal.keyId());
      Signature signature = Signature.getInstance(signer.algorithm());
      signature.initVerify(signer.certificate());
      signature.update(text);
      return signature.verify(seal.signature().octets());
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private SealingCertificate signer(String keyId) throws GeneralSecurityException {
    SealingCertificate found = known.get(keyId);
    if (found == null) {
      found = read(keyId);
      known.put(keyId, found);
    }
    return found;
  }

  private SealingCertificate read(String keyId) throws GeneralSecurityException {
    for (RegisteredKey key : keyRegister.ofPurpose(KeyPurpose.MESSAGE_SEALING)) {
      if (key.keyId().equals(keyId)
          && key.owner().equals(StatusChanged.SENDER)
          && key.certificate().isPresent()) {
        X509Certificate certificate = certificate(key.certificate().get());
        certificate.verify(managementCa.certificate().getPublicKey());
        return new SealingCertificate(certificate, algorithm(certificate));
      }
    }
    throw new GeneralSecurityException("no sealing key of revocation management: " + keyId);
  }

  private static String algorithm(X509Certificate certificate) throws GeneralSecurityException {
    return KeyAlgorithm.of(
            SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()))
        .orElseThrow(() -> new GeneralSecurityException("an algorithm that nobody of us uses"))
        .signatureAlgorithm();
  }

  private static X509Certificate certificate(Der encoded) throws GeneralSecurityException {
    try (ByteArrayInputStream in = new ByteArrayInputStream(encoded.octets())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (IOException e) {
      throw new GeneralSecurityException("the sealing certificate cannot be read", e);
    }
  }
}
