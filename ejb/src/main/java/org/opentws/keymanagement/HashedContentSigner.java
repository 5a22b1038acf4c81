package org.opentws.keymanagement;

import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;

/** Hashes what is written and lets the device sign the hash: no content is too long for it. */
final class HashedContentSigner implements ContentSigner {
  /** The device's own ECDSA, which takes a hash (PKCS #11, CKM_ECDSA). */
  static final String ON_A_HASH = "NONEwithECDSA";

  private static final String ECDSA = "withECDSA";

  private final AlgorithmIdentifier algorithm;
  private final UnaryOperator<byte[]> signature;
  private final MessageDigest digest;

  /**
   * @param algorithm JCA signature algorithm
   * @param signature signs a hash
   */
  HashedContentSigner(String algorithm, MessageDigest digest, UnaryOperator<byte[]> signature) {
    this.algorithm = new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    this.digest = digest;
    this.signature = signature;
  }

  /** The hash of a signature algorithm; empty if its device must see the content. */
  static Optional<MessageDigest> digest(String algorithm) {
    if (!algorithm.endsWith(ECDSA)) {
      return Optional.empty();
    }
    String name = algorithm.substring(0, algorithm.length() - ECDSA.length());
    try {
      return Optional.of(MessageDigest.getInstance(name.replace("SHA", "SHA-")));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  @Override
  public AlgorithmIdentifier getAlgorithmIdentifier() {
    return algorithm;
  }

  @Override
  public OutputStream getOutputStream() {
    return new DigestOutputStream(OutputStream.nullOutputStream(), digest);
  }

  @Override
  public byte[] getSignature() {
    return signature.apply(digest.digest());
  }
}
