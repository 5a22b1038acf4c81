package org.opentws.certificategeneration.lint;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcContentSignerBuilder;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.operator.bc.BcRSAContentSignerBuilder;

/**
 * A key that nobody trusts: made in memory when first needed, and used only to give a certificate
 * under examination the shape that the real one will have.
 */
final class ThrowAwayKey {
  private static final int RSA_BITS = 3072;
  private static final int PRIME_CERTAINTY = 100;

  private final AsymmetricKeyParameter key;
  private final boolean rsa;

  private ThrowAwayKey(AsymmetricKeyParameter key, boolean rsa) {
    this.key = key;
    this.rsa = rsa;
  }

  static boolean isRsa(AlgorithmIdentifier signatureAlgorithm) {
    return signatureAlgorithm.getAlgorithm().on(PKCSObjectIdentifiers.pkcs_1);
  }

  static ThrowAwayKey make(boolean rsa, SecureRandom random) {
    if (rsa) {
      RSAKeyPairGenerator generator = new RSAKeyPairGenerator();
      generator.init(
          new RSAKeyGenerationParameters(
              BigInteger.valueOf(65537), random, RSA_BITS, PRIME_CERTAINTY));
      return new ThrowAwayKey(generator.generateKeyPair().getPrivate(), true);
    }
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
    return new ThrowAwayKey(generator.generateKeyPair().getPrivate(), false);
  }

  byte[] sign(AlgorithmIdentifier algorithm, byte[] data) {
    AlgorithmIdentifier digest = new DefaultDigestAlgorithmIdentifierFinder().find(algorithm);
    BcContentSignerBuilder builder =
        rsa
            ? new BcRSAContentSignerBuilder(algorithm, digest)
            : new BcECContentSignerBuilder(algorithm, digest);
    try {
      ContentSigner signer = builder.build(key);
      try (OutputStream out = signer.getOutputStream()) {
        out.write(data);
      }
      return signer.getSignature();
    } catch (OperatorCreationException | IOException e) {
      throw new IllegalStateException("the throw-away key cannot sign", e);
    }
  }
}
