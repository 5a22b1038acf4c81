package org.opentws.timestamping;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/** A time-stamping unit's key and certificate in software, for tests. */
final class TestUnit {
  static final Instant NOW = Instant.parse("2026-11-24T04:05:06.789123Z");

  final UsableKey key;
  private final KeyPair pair;

  private TestUnit(UsableKey key, KeyPair pair) {
    this.key = key;
    this.pair = pair;
  }

  static TestUnit of(String name, String algorithm) throws Exception {
    KeyPair pair = keyPair(algorithm);
    JcaX509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            new X500Name(name),
            BigInteger.TWO,
            Date.from(NOW.minusSeconds(60)),
            Date.from(NOW.plusSeconds(3600)),
            new X500Name(name),
            pair.getPublic());
    certificate.addExtension(
        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    Der der =
        Der.of(
            certificate
                .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
                .getEncoded());
    return new TestUnit(
        new UsableKey(
            "k-" + name,
            KeyPurpose.TIME_STAMP_SIGNING,
            "tsu-1",
            algorithm,
            der,
            List.of(),
            NOW.plusSeconds(3600)),
        pair);
  }

  private static KeyPair keyPair(String algorithm) throws GeneralSecurityException {
    if (algorithm.endsWith("RSA")) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(3072);
      return generator.generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(
        new ECGenParameterSpec(algorithm.startsWith("SHA384") ? "secp384r1" : "secp256r1"));
    return generator.generateKeyPair();
  }

  X509CertificateHolder certificate() throws Exception {
    return new X509CertificateHolder(key.certificate().octets());
  }

  byte[] sign(byte[] content) {
    try {
      Signature signer = Signature.getInstance(key.algorithm());
      signer.initSign(pair.getPrivate());
      signer.update(content);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
