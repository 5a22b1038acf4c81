package org.opentws.keymanagement;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Collects what Bouncy Castle's generators write and signs it in the device when asked. */
final class DeviceContentSigner implements ContentSigner {
  private final AlgorithmIdentifier algorithm;
  private final UnaryOperator<byte[]> signature;
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream(512);

  /**
   * @param algorithm JCA signature algorithm
   * @param signature signs data, hashing included
   */
  DeviceContentSigner(String algorithm, UnaryOperator<byte[]> signature) {
    this.algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    this.signature = signature;
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return collected;
  }

  @Override
  public byte[] getSignature() {
    return signature.apply(collected.toByteArray());
  }
}
