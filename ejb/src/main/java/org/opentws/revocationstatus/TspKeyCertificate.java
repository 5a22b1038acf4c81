package org.opentws.revocationstatus;

import java.io.IOException;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.value.Der;

/** Recognises the certificates of TSP signing keys (5.2.5.1, RM1.4) by what they allow. */
final class TspKeyCertificate {
  private TspKeyCertificate() {}

  /** True for the certificate of a CA, an OCSP responder or a time-stamping unit. */
  static boolean isOne(Der certificate) {
    try {
      Extensions extensions = new X509CertificateHolder(certificate.octets()).getExtensions();
      if (extensions == null) {
        return false;
      }
      BasicConstraints constraints = BasicConstraints.fromExtensions(extensions);
      ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(extensions);
      return (constraints != null && constraints.isCA())
          || (usage != null
              && (usage.hasKeyPurposeId(KeyPurposeId.id_kp_OCSPSigning)
                  || usage.hasKeyPurposeId(KeyPurposeId.id_kp_timeStamping)));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }
}
