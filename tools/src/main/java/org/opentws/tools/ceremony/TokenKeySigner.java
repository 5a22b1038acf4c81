package org.opentws.tools.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.opentws.hsm.token.TokenAccess;

/** Signs with a key in a token, for Bouncy Castle's builders. */
final class TokenKeySigner implements ContentSigner {
  private static final int P256_BITS = 256;

  private final TokenAccess token;
  private final String keyLabel;
  private final String algorithm;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  private TokenKeySigner(TokenAccess token, String keyLabel, String algorithm) {
    this.token = token;
    this.keyLabel = keyLabel;
    this.algorithm = algorithm;
  }

  /**
   * The hash is as strong as the key (ETSI TS 119 312): SHA-256 for P-256 and RSA, else SHA-384.
   */
  static TokenKeySigner of(TokenAccess token, String keyLabel, PublicKey publicKey) {
    if (publicKey instanceof ECPublicKey ec) {
      boolean small = ec.getParams().getCurve().getField().getFieldSize() <= P256_BITS;
      return new TokenKeySigner(token, keyLabel, small ? "SHA256withECDSA" : "SHA384withECDSA");
    }
    return new TokenKeySigner(token, keyLabel, "SHA256withRSA");
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
  }

  @Override
  public OutputStream getOutputStream() {
    data.reset();
    return data;
  }

  @Override
  public byte[] getSignature() {
    return token.sign(keyLabel, algorithm, data.toByteArray());
  }
}
