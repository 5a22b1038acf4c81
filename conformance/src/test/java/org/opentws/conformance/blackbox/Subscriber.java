package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Somebody who applies for a certificate with an own key. */
final class Subscriber {
  static final String PROFILE = "qualified-esign-natural-person";

  private final KeyPair keys;
  private final String givenName;
  private final String unique = UUID.randomUUID().toString().substring(0, 8);

  private Subscriber(KeyPair keys, String givenName) {
    this.keys = keys;
    this.givenName = givenName;
  }

  /** With a new P-256 key. */
  static Subscriber named(String givenName) {
    return new Subscriber(ec("secp256r1"), givenName);
  }

  static Subscriber withKey(String givenName, KeyPair keys) {
    return new Subscriber(keys, givenName);
  }

  static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  KeyPair keys() {
    return keys;
  }

  /** The subject's attributes, a different person each time. */
  Map<String, Object> subject() {
    Map<String, Object> subject = new LinkedHashMap<>();
    subject.put("countryName", "AT");
    subject.put("givenName", givenName);
    subject.put("surname", "Muster-" + unique);
    subject.put("serialNumber", "PASAT-" + unique);
    subject.put("commonName", givenName + " Muster-" + unique);
    return subject;
  }

  /** DER of a PKCS#10 signed by the own key. */
  byte[] pkcs10() {
    return pkcs10(keys.getPrivate());
  }

  /** DER of a PKCS#10 signed by another key: no proof of possession. */
  byte[] pkcs10(PrivateKey signer) {
    String algorithm = signer.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return pkcs10(signer, algorithm);
  }

  byte[] pkcs10(PrivateKey signer, String algorithm) {
    try {
      return new JcaPKCS10CertificationRequestBuilder(
              new X500Name("CN=" + givenName), keys.getPublic())
          .build(new JcaContentSignerBuilder(algorithm).build(signer))
          .getEncoded();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of {@code POST /applications}. */
  Map<String, Object> application() {
    return application(pkcs10());
  }

  Map<String, Object> application(byte[] pkcs10) {
    return Client.body(
        "profile", PROFILE,
        "pkcs10", Base64.getEncoder().encodeToString(pkcs10),
        "subject", subject(),
        "consent", true,
        "evidence",
            java.util.List.of(
                Map.of("type", "passport", "reference", "P" + unique, "text", "seen in person")));
  }
}
