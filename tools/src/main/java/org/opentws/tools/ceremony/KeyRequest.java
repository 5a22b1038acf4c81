package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** A PKCS#10 request that somebody brings to a ceremony. */
final class KeyRequest {
  private static final int EC_BITS_MIN = 256;
  private static final int RSA_BITS_MIN = 3072;

  /** The JDK's key factories are not known by object identifiers; this one's are. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private KeyRequest() {}

  /**
   * R1.2: whoever asks holds the private key; and the key is strong enough (KM1.5).
   *
   * @throws CeremonyFailure if not, or if the file is no request
   */
  static JcaPKCS10CertificationRequest read(Path file) {
    try {
      JcaPKCS10CertificationRequest request =
          new JcaPKCS10CertificationRequest(PemFile.readDer(file)).setProvider(PROVIDER);
      var verifier =
          new JcaContentVerifierProviderBuilder()
              .setProvider(PROVIDER)
              .build(request.getSubjectPublicKeyInfo());
      if (!request.isSignatureValid(verifier)) {
        throw new CeremonyFailure(
            "%s: the signature does not prove possession of its key".formatted(file));
      }
      if (!strong(request.getPublicKey())) {
        throw new CeremonyFailure("%s: the key is too weak".formatted(file));
      }
      return request;
    } catch (CeremonyFailure e) {
      throw e;
    } catch (IOException
        | OperatorCreationException
        | PKCSException
        | GeneralSecurityException
        | RuntimeException e) {
      // Bouncy Castle's parser throws unchecked exceptions on damaged input.
      throw new CeremonyFailure(file + " is not a PKCS#10 request", e);
    }
  }

  private static boolean strong(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN;
    }
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
  }
}
