package org.opentws.access.administration;

import java.security.GeneralSecurityException;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/**
 * Certificates of keys that sign what a ceremony wrote: the management CA certified each for one
 * kind of document, which its common name says, and for nothing else (no extended key usage).
 */
final class CeremonySigner {
  /** Of keys that sign the installation document. */
  static final String INSTALLATION = "Installation";

  /** Of keys that sign recovery documents. */
  static final String RECOVERY = "Recovery";

  private CeremonySigner() {}

  /**
   * Whether the management CA certified this key for that kind of document, whatever the time.
   *
   * @throws GeneralSecurityException if the certificate cannot be read
   */
  static boolean isCertified(
      X509CertificateHolder signer, String commonName, X509Certificate managementCa)
      throws GeneralSecurityException {
    X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(signer);
    if (!isFor(signer, commonName)
        || !Arrays.equals(
            certificate.getIssuerX500Principal().getEncoded(),
            managementCa.getSubjectX500Principal().getEncoded())) {
      return false;
    }
    try {
      certificate.verify(managementCa.getPublicKey());
      return true;
    } catch (SignatureException e) {
      return false;
    }
  }

  private static boolean isFor(X509CertificateHolder certificate, String commonName) {
    List<String> names =
        Stream.of(certificate.getSubject().getRDNs(BCStyle.CN))
            .map(name -> IETFUtils.valueToString(name.getFirst().getValue()))
            .toList();
    KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    return names.equals(List.of(commonName))
        && certificate.getExtension(Extension.extendedKeyUsage) == null
        && usage != null
        && usage.hasUsages(KeyUsage.digitalSignature)
        && !usage.hasUsages(KeyUsage.keyCertSign);
  }
}
