package org.opentws.tools.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.TokenAccess;

/** Signs with a key in a token, for Bouncy Castle's builders. */
final class TokenKeySigner implements ContentSigner {
  private final TokenAccess token;
  private final String keyLabel;
  private final SigningUse use;
  private final String algorithm;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  private TokenKeySigner(TokenAccess token, String keyLabel, SigningUse use, String algorithm) {
    this.token = token;
    this.keyLabel = keyLabel;
    this.use = use;
    this.algorithm = algorithm;
  }

  /** The hash is as strong as the key (ETSI TS 119 312). */
  static TokenKeySigner of(TokenAccess token, String keyLabel, SigningUse use) {
    return new TokenKeySigner(token, keyLabel, use, algorithm(token.keyFacts(keyLabel).keyType()));
  }

  private static String algorithm(String keyType) {
    return switch (keyType) {
      case "ED:Ed25519" -> "Ed25519";
      case "ED:Ed448" -> "Ed448";
      case "EC:secp256r1", "EC:brainpoolP256r1" -> "SHA256withECDSA";
      case "EC:secp384r1", "EC:brainpoolP384r1" -> "SHA384withECDSA";
      case "EC:secp521r1", "EC:brainpoolP512r1" -> "SHA512withECDSA";
      case "RSA:3072" -> "SHA256withRSA";
      case "RSA:4096" -> "SHA512withRSA";
      default -> throw new CeremonyFailure("KM1.5: a key of type " + keyType + " signs nothing");
    };
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
    return token.sign(keyLabel, use, algorithm, data.toByteArray());
  }
}
