package org.opentws.timestamping;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** Verifies what the device gave, with the public key that is prepared once. */
final class SignatureCheck {
  /** On Java 17 its P-256 is several times faster than the runtime's own. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private final String algorithm;
  private final PublicKey key;

  SignatureCheck(String algorithm, X509CertificateHolder certificate)
      throws GeneralSecurityException {
    this.algorithm = algorithm;
    try {
      this.key =
          new JcaPEMKeyConverter()
              .setProvider(PROVIDER)
              .getPublicKey(certificate.getSubjectPublicKeyInfo());
    } catch (PEMException e) {
      throw new GeneralSecurityException("the certificate's key cannot be read", e);
    }
  }

  boolean verifies(byte[] content, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance(algorithm, PROVIDER);
      verifier.initVerify(key);
      verifier.update(content);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // not even the form of a signature
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a signature cannot be verified", e);
    }
  }
}
