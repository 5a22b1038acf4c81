package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.keymanagement.KeyAlgorithm;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/**
 * Seals with an infrastructure key of its own in the device, "keyId.signature". A seal is checked
 * without the device, under a certificate that the management CA gave that very key: one that was
 * put into the register by hand proves nothing (KM2.3).
 */
@ApplicationScoped
public class DeviceRowSeal implements RowSeal {
  static final String OWNER = "access";

  /** The common name that certificate generation gives the key's certificate. */
  private static final String COMMON_NAME = "CN=Sealing " + OWNER;

  @Inject KeyUse keys;
  @Inject KeyRegister register;
  @Inject ManagementCa managementCa;

  @Override
  public String seal(SealedText text) {
    UsableKey key = keys.active(KeyPurpose.MESSAGE_SEALING, OWNER);
    byte[] signature = keys.sign(key, text.octets());
    return key.keyId() + "." + Base64.getEncoder().encodeToString(signature);
  }

  @Override
  public boolean holds(SealedText text, String seal) {
    int dot = seal.indexOf('.');
    return dot > 0
        && certificate(seal.substring(0, dot))
            .map(certificate -> verifies(text, seal.substring(dot + 1), certificate))
            .orElse(false);
  }

  private Optional<Der> certificate(String keyId) {
    return register.ofPurpose(KeyPurpose.MESSAGE_SEALING).stream()
        .filter(key -> key.keyId().equals(keyId) && key.owner().equals(OWNER))
        .filter(key -> key.state() != KeyState.DESTROYED)
        .findFirst()
        .flatMap(RegisteredKey::certificate);
  }

  private boolean verifies(SealedText text, String signature, Der encoded) {
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded.octets()));
      certificate.verify(managementCa.certificate().getPublicKey());
      Signature verification = Signature.getInstance(algorithm(certificate));
      verification.initVerify(certificate.getPublicKey());
      verification.update(text.octets());
      return hasName(certificate) && verification.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  /** That of the key which the management CA certified: the former keys of renewals count, too. */
  private static String algorithm(X509Certificate certificate) throws NoSuchAlgorithmException {
    return KeyAlgorithm.of(
            SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded()))
        .map(KeyAlgorithm::signatureAlgorithm)
        .orElseThrow(() -> new NoSuchAlgorithmException("a key that seals nothing"));
  }

  private static boolean hasName(X509Certificate certificate) {
    for (String part : certificate.getSubjectX500Principal().getName().split(",", -1)) {
      if (part.equals(COMMON_NAME)) {
        return true;
      }
    }
    return false;
  }
}
