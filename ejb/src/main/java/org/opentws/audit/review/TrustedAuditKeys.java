package org.opentws.audit.review;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * Whose signatures of checkpoints this system believes: keys that stand in the key register as
 * audit keys and were certified by the management CA. The register lies in the database that is
 * being judged; its line of the management CA is believed because the device holds that key.
 */
@ApplicationScoped
public class TrustedAuditKeys {
  private static final String AUTHORITY = "management";

  @Inject private KeyUse keys;
  @Inject private KeyRegister register;

  /**
   * As of now.
   *
   * @throws org.opentws.error.ServiceUnavailable KEY, DEVICE: the management CA's key cannot be
   *     compared with the device, so nothing can be believed
   */
  TrustedSigners signers() {
    Der authority = authority();
    Set<Der> registered =
        register.ofPurpose(KeyPurpose.AUDIT_SIGNING).stream()
            .map(RegisteredKey::certificate)
            .flatMap(java.util.Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    return new TrustedSigners(certificate(authority), registered);
  }

  /**
   * Certificate of the management CA.
   *
   * @throws org.opentws.error.ServiceUnavailable KEY, DEVICE
   */
  Der authority() {
    return keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, AUTHORITY).certificate();
  }

  private static X509Certificate certificate(Der encoded) {
    try (ByteArrayInputStream in = new ByteArrayInputStream(encoded.octets())) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    } catch (CertificateException | IOException e) {
      throw new IllegalStateException("the management CA's certificate cannot be read", e);
    }
  }
}
