package org.opentws.hsm.tls;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.token.StoredCertificate;

/**
 * Names a private key in the token. It has no key material and is neither an ECKey nor an
 * RSAPrivateKey: so no other provider takes it, and JSSE comes to ours.
 */
class TokenKey implements PrivateKey {
  private static final long serialVersionUID = 1L;

  private final transient TlsToken token;
  private final String label;
  private final String algorithm;

  TokenKey(TlsToken token, String label, String algorithm) {
    this.token = token;
    this.label = label;
    this.algorithm = algorithm;
  }

  static TokenKey of(TlsToken token, StoredCertificate stored) {
    var publicKey = stored.certificate().getPublicKey();
    return publicKey instanceof RSAPublicKey rsa
        ? new OfRsa(token, stored.label(), rsa.getModulus())
        : new TokenKey(token, stored.label(), publicKey.getAlgorithm());
  }

  TlsToken token() {
    return token;
  }

  String label() {
    return label;
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public @Nullable String getFormat() {
    return null; // by the contract of Key
  }

  @Override
  public byte @Nullable [] getEncoded() {
    return null; // by the contract of Key
  }

  /** JSSE offers RSASSA-PSS only for a key whose size it can see. */
  static final class OfRsa extends TokenKey implements RSAKey {
    private static final long serialVersionUID = 1L;

    private final BigInteger modulus;

    private OfRsa(TlsToken token, String label, BigInteger modulus) {
      super(token, label, "RSA");
      this.modulus = modulus;
    }

    @Override
    public BigInteger getModulus() {
      return modulus;
    }
  }
}
