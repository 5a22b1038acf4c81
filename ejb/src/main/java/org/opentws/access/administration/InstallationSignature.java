package org.opentws.access.administration;

import java.security.GeneralSecurityException;
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
 * The detached CMS signature of the installation document. It is made by a key of its own (KM3.3),
 * which the management CA certified in the same ceremony and which was destroyed afterwards. The
 * certificate is for one day; the signature is read at each start, so its end does not count.
 */
final class InstallationSignature {
  /** No other certificate of the management CA has this common name and no extended key usage. */
  private static final String NAME = "Installation";

  private InstallationSignature() {}

  /**
   * Verifies that the installation's own key, and no other, signed these very octets.
   *
   * @throws IllegalStateException if not; the server then does not start
   */
  static void verify(byte[] document, byte[] signature, X509Certificate managementCa) {
    DocumentSignature.verify(
        document, signature, signer -> isTheInstallations(signer, managementCa));
  }

  private static boolean isTheInstallations(
      X509CertificateHolder signer, X509Certificate managementCa) throws GeneralSecurityException {
    X509Certificate certificate = new JcaX509CertificateConverter().getCertificate(signer);
    if (!isForInstallations(signer)
        || !Arrays.equals(
            certificate.getIssuerX500Principal().getEncoded(),
            managementCa.getSubjectX500Principal().getEncoded())) {
      return false;
    }
    certificate.verify(managementCa.getPublicKey());
    return true;
  }

  private static boolean isForInstallations(X509CertificateHolder certificate) {
    List<String> names =
        Stream.of(certificate.getSubject().getRDNs(BCStyle.CN))
            .map(name -> IETFUtils.valueToString(name.getFirst().getValue()))
            .toList();
    KeyUsage usage = KeyUsage.fromExtensions(certificate.getExtensions());
    return names.equals(List.of(NAME))
        && certificate.getExtension(Extension.extendedKeyUsage) == null
        && usage != null
        && usage.hasUsages(KeyUsage.digitalSignature)
        && !usage.hasUsages(KeyUsage.keyCertSign);
  }
}
