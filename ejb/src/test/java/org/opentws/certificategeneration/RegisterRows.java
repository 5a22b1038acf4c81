package org.opentws.certificategeneration;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Keys in memory as rows of the register. */
final class RegisterRows {
  private RegisterRows() {}

  static List<SigningKey> of(SoftwareKeys keys) {
    return keys.all().stream().map(RegisterRows::row).toList();
  }

  private static SigningKey row(RegisteredKey key) {
    Der certificate = key.certificate().orElseThrow();
    return SigningKey.offline(
        new NewSigningKey(
            key.keyId(),
            key.purpose(),
            key.owner(),
            key.device(),
            key.keyId(),
            key.algorithm(),
            spkiSha256(certificate),
            false,
            KeyCeremony.DUAL_CONTROL,
            key.createdAt(),
            "officer-one",
            "officer-two"),
        new KeyCertificate(certificate, List.of(), Instant.EPOCH, Instant.MAX));
  }

  private static String spkiSha256(Der certificate) {
    try {
      return Sha256.hex(
          Der.of(
              new X509CertificateHolder(certificate.octets())
                  .getSubjectPublicKeyInfo()
                  .getEncoded()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
