package org.opentws.access.administration;

import java.security.cert.X509Certificate;

/**
 * The detached CMS signature of the installation document. It is made by a key of its own (KM3.3),
 * which the management CA certified in the same ceremony and which was destroyed afterwards. The
 * certificate is for one day; the signature is read at each start, so its end does not count.
 */
final class InstallationSignature {
  private InstallationSignature() {}

  /**
   * Verifies that the installation's own key, and no other, signed these very octets.
   *
   * @throws IllegalStateException if not; the server then does not start
   */
  static void verify(byte[] document, byte[] signature, X509Certificate managementCa) {
    DocumentSignature.verify(
        document,
        signature,
        signer -> CeremonySigner.isCertified(signer, CeremonySigner.INSTALLATION, managementCa));
  }
}
