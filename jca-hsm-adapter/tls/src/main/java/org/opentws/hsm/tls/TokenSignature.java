package org.opentws.hsm.tls;

import java.io.ByteArrayOutputStream;
import java.security.AlgorithmParameters;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;

/** Collects what is to be signed and has it signed in the token. Signs only. */
final class TokenSignature extends SignatureSpi {
  private final String algorithm;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private @Nullable TokenKey key;
  private @Nullable AlgorithmParameterSpec parameters;

  TokenSignature(String algorithm) {
    this.algorithm = algorithm;
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    if (!(privateKey instanceof TokenKey ours)) {
      throw new InvalidKeyException("not a key of this provider");
    }
    key = ours;
    data.reset();
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    throw new InvalidKeyException("this provider only signs");
  }

  @Override
  protected void engineUpdate(byte octet) {
    data.write(octet);
  }

  @Override
  protected void engineUpdate(byte[] octets, int offset, int length) {
    data.write(octets, offset, length);
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    TokenKey present = key;
    if (present == null) {
      throw new SignatureException("no key");
    }
    try {
      return present.token().sign(present.label(), algorithm, parameters, data.toByteArray());
    } catch (HsmUnavailable e) {
      throw new SignatureException(e.getMessage(), e);
    } finally {
      data.reset();
    }
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    throw new SignatureException("this provider only signs");
  }

  @Override
  protected void engineSetParameter(@Nullable AlgorithmParameterSpec given) {
    parameters = given;
  }

  @Override
  protected @Nullable AlgorithmParameters engineGetParameters() {
    return null; // by the contract of SignatureSpi
  }

  @Override
  @Deprecated
  protected void engineSetParameter(String name, Object value) {
    throw new UnsupportedOperationException("use AlgorithmParameterSpec");
  }

  @Override
  @Deprecated
  protected Object engineGetParameter(String name) {
    throw new UnsupportedOperationException("use AlgorithmParameters");
  }
}
