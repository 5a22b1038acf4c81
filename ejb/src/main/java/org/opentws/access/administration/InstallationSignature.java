package org.opentws.access.administration;

import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** The detached CMS signature of the installation document. */
final class InstallationSignature {
  private InstallationSignature() {}

  /**
   * Verifies that the management CA, and nobody else, signed these very octets.
   *
   * @throws IllegalStateException if not; the server then does not start
   */
  static void verify(byte[] document, byte[] signature, X509Certificate managementCa) {
    boolean good;
    try {
      CMSSignedData signed = new CMSSignedData(new CMSProcessableByteArray(document), signature);
      Collection<SignerInformation> signers = signed.getSignerInfos().getSigners();
      good = signers.size() == 1 && verifies(signers.iterator().next(), managementCa);
    } catch (CMSException | OperatorCreationException | CertificateEncodingException e) {
      throw bad(e);
    } catch (RuntimeException e) {
      // Bouncy Castle's parsers throw unchecked exceptions on hostile input.
      throw bad(e);
    }
    if (!good) {
      throw bad(null);
    }
  }

  private static boolean verifies(SignerInformation signer, X509Certificate managementCa)
      throws CMSException, OperatorCreationException, CertificateEncodingException {
    X509CertificateHolder holder;
    try {
      holder = new X509CertificateHolder(managementCa.getEncoded());
    } catch (java.io.IOException e) {
      throw new IllegalStateException("management CA certificate", e);
    }
    return signer.getSID().match(holder)
        && signer.verify(
            new JcaSimpleSignerInfoVerifierBuilder().build(managementCa.getPublicKey()));
  }

  private static IllegalStateException bad(@org.jspecify.annotations.Nullable Throwable cause) {
    return new IllegalStateException(
        "the installation document is not signed by the management CA", cause);
  }
}
