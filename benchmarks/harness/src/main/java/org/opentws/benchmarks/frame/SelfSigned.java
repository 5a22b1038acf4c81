package org.opentws.benchmarks.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.TokenAccess;

/** A certificate beside the measured key, because keys with one are signed with the quick way. */
final class SelfSigned {
  private static final X500Name NAME = new X500Name("CN=bench");

  private SelfSigned() {}

  static byte[] certificate(TokenAccess token, String key, String algorithm) {
    Instant now = Instant.now();
    X509v3CertificateBuilder certificate =
        new X509v3CertificateBuilder(
            NAME,
            BigInteger.ONE,
            Date.from(now),
            Date.from(now.plus(Duration.ofDays(1))),
            NAME,
            SubjectPublicKeyInfo.getInstance(token.publicKey(key).getEncoded()));
    try {
      certificate.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      return certificate.build(new TokenSigner(token, key, algorithm)).getEncoded();
    } catch (IOException e) {
      throw new BenchFailure("a certificate for the measured key cannot be made", e);
    }
  }

  private record TokenSigner(
      TokenAccess token, String key, String algorithm, ByteArrayOutputStream collected)
      implements ContentSigner {
    TokenSigner(TokenAccess token, String key, String algorithm) {
      this(token, key, algorithm, new ByteArrayOutputStream());
    }

    @Override
    public AlgorithmIdentifier getAlgorithmIdentifier() {
      return new DefaultSignatureAlgorithmIdentifierFinder().find(algorithm);
    }

    @Override
    public OutputStream getOutputStream() {
      return collected;
    }

    @Override
    public byte[] getSignature() {
      return token.sign(key, SigningUse.OWN_CERTIFICATE, algorithm, collected.toByteArray());
    }
  }
}
