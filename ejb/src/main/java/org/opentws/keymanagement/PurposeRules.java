package org.opentws.keymanagement;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.keymanagement.store.KeyPurpose;

/** Whether a certificate is one for a key of this purpose: one key, one purpose (KM3.3, CG1.4). */
final class PurposeRules {
  private PurposeRules() {}

  /** What is wrong, in a sentence; empty if the certificate suits the purpose. */
  static Optional<String> defect(KeyPurpose purpose, X509CertificateHolder certificate) {
    Extensions extensions = certificate.getExtensions();
    if (extensions == null) {
      return Optional.of("the certificate has no extensions");
    }
    try {
      return switch (purpose) {
        case CERTIFICATE_SIGNING, MANAGEMENT_CERTIFICATE_SIGNING -> signsCertificates(extensions);
        case OCSP_SIGNING -> alone(extensions, KeyPurposeId.id_kp_OCSPSigning);
        case TIME_STAMP_SIGNING -> timeStamping(extensions);
        case TLS_SERVER -> alone(extensions, KeyPurposeId.id_kp_serverAuth);
        case DATABASE_CLIENT -> alone(extensions, KeyPurposeId.id_kp_clientAuth);
        case AUDIT_SIGNING, MESSAGE_SEALING -> signsDataOnly(extensions);
      };
    } catch (RuntimeException e) { // BC throws unchecked ones on hostile extensions
      return Optional.of("an extension of the certificate cannot be read");
    }
  }

  private static Optional<String> signsCertificates(Extensions extensions) {
    BasicConstraints basic = BasicConstraints.fromExtensions(extensions);
    if (basic == null || !basic.isCA()) {
      return Optional.of("the certificate is not one of a CA");
    }
    return usage(extensions, KeyUsage.keyCertSign | KeyUsage.cRLSign);
  }

  private static Optional<String> alone(Extensions extensions, KeyPurposeId needed) {
    ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(extensions);
    if (usage == null || !List.of(usage.getUsages()).equals(List.of(needed))) {
      return Optional.of(
          "the certificate's extended key usage is not " + needed.getId() + " alone");
    }
    return endEntity(extensions);
  }

  private static Optional<String> timeStamping(Extensions extensions) {
    // RFC 3161, 2.3: the one usage, and critical.
    if (!Arrays.asList(extensions.getCriticalExtensionOIDs())
        .contains(Extension.extendedKeyUsage)) {
      return Optional.of("the certificate's extended key usage is not critical");
    }
    return alone(extensions, KeyPurposeId.id_kp_timeStamping);
  }

  private static Optional<String> signsDataOnly(Extensions extensions) {
    ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(extensions);
    List<KeyPurposeId> foreign =
        List.of(
            KeyPurposeId.id_kp_OCSPSigning,
            KeyPurposeId.id_kp_timeStamping,
            KeyPurposeId.id_kp_serverAuth,
            KeyPurposeId.id_kp_clientAuth,
            KeyPurposeId.anyExtendedKeyUsage);
    if (usage != null && foreign.stream().anyMatch(usage::hasKeyPurposeId)) {
      return Optional.of("the certificate's extended key usage is that of another purpose");
    }
    return endEntity(extensions);
  }

  private static Optional<String> endEntity(Extensions extensions) {
    BasicConstraints basic = BasicConstraints.fromExtensions(extensions);
    if (basic != null && basic.isCA()) {
      return Optional.of("the certificate is one of a CA");
    }
    return usage(extensions, KeyUsage.digitalSignature);
  }

  private static Optional<String> usage(Extensions extensions, int needed) {
    KeyUsage usage = KeyUsage.fromExtensions(extensions);
    return usage != null && usage.hasUsages(needed)
        ? Optional.empty()
        : Optional.of("the certificate's key usage does not allow what the key is for");
  }
}
