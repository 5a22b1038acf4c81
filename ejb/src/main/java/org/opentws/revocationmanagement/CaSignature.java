package org.opentws.revocationmanagement;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.util.List;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.value.Der;

/** A certificate is a CA's if one of the CA's keys signed it, and for no other reason. */
final class CaSignature {
  private CaSignature() {}

  /** Whether one of these CA certificates has the certificate's issuer and verifies it. */
  static boolean isOfOne(X509CertificateHolder certificate, List<Der> cas)
      throws IOException, OperatorCreationException, CertificateException {
    for (Der encoded : cas) {
      X509CertificateHolder ca = new X509CertificateHolder(encoded.octets());
      if (certificate.getIssuer().equals(ca.getSubject()) && isSignedBy(certificate, ca)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedBy(X509CertificateHolder certificate, X509CertificateHolder ca)
      throws OperatorCreationException, CertificateException {
    try {
      return certificate.isSignatureValid(new JcaContentVerifierProviderBuilder().build(ca));
    } catch (CertException e) {
      return false;
    }
  }
}
