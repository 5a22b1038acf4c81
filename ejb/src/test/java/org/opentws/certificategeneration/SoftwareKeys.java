package org.opentws.certificategeneration;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/** Register and door to keys, with keys in memory: for tests only. */
public final class SoftwareKeys implements KeyUse, KeyRegister {
  private final Map<String, KeyPair> pairs = new LinkedHashMap<>();
  private final Map<String, RegisteredKey> register = new LinkedHashMap<>();
  private final Instant now;

  public SoftwareKeys(Instant now) {
    this.now = now;
  }

  public static KeyPair pair(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(size);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static Der publicKey(KeyPair pair) {
    return Der.of(pair.getPublic().getEncoded());
  }

  /** A P-256 key with a self-signed certificate that is valid for ten years. */
  public RegisteredKey add(KeyPurpose purpose, String owner) {
    return add(purpose, owner, pair("EC", 256), "SHA256withECDSA");
  }

  public RegisteredKey add(KeyPurpose purpose, String owner, KeyPair pair, String algorithm) {
    String id = purpose + "-" + owner + "-" + pairs.size();
    RegisteredKey key =
        new RegisteredKey(
            id,
            purpose,
            owner,
            "test",
            algorithm,
            KeyState.ACTIVE,
            now,
            Optional.empty(),
            Optional.of(certificate(purpose, owner, pair, algorithm)));
    pairs.put(id, pair);
    register.put(id, key);
    return key;
  }

  private Der certificate(KeyPurpose purpose, String owner, KeyPair pair, String algorithm) {
    try {
      X500Name name = new X500Name("C=CZ,O=Test,CN=" + purpose + " " + owner);
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(1000L + pairs.size()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(3650))),
              name,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
      return Der.of(
          builder
              .build(new JcaContentSignerBuilder(algorithm).build(pair.getPrivate()))
              .getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public void setState(RegisteredKey key, KeyState state) {
    register.put(
        key.keyId(),
        new RegisteredKey(
            key.keyId(),
            key.purpose(),
            key.owner(),
            key.device(),
            key.algorithm(),
            state,
            key.createdAt(),
            key.usableUntil(),
            key.certificate()));
  }

  @Override
  public UsableKey active(KeyPurpose purpose, String owner) {
    return find(purpose, owner)
        .orElseThrow(() -> new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "no such key"));
  }

  @Override
  public Optional<UsableKey> find(KeyPurpose purpose, String owner) {
    return ofPurpose(purpose).stream()
        .filter(key -> key.owner().equals(owner) && key.state() == KeyState.ACTIVE)
        .findFirst()
        .map(
            key ->
                new UsableKey(
                    key.keyId(),
                    purpose,
                    owner,
                    key.algorithm(),
                    key.certificate().orElseThrow(),
                    List.of(),
                    now.plus(Duration.ofDays(3650))));
  }

  @Override
  public byte[] sign(UsableKey key, byte[] data) {
    try {
      Signature signature = Signature.getInstance(key.algorithm());
      signature.initSign(Objects.requireNonNull(pairs.get(key.keyId())).getPrivate());
      signature.update(data);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public ContentSigner contentSigner(UsableKey key) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    return new ContentSigner() {
      @Override
      public AlgorithmIdentifier getAlgorithmIdentifier() {
        return new DefaultSignatureAlgorithmIdentifierFinder().find(key.algorithm());
      }

      @Override
      public OutputStream getOutputStream() {
        return data;
      }

      @Override
      public byte[] getSignature() {
        return sign(key, data.toByteArray());
      }
    };
  }

  @Override
  public List<RegisteredKey> all() {
    return new ArrayList<>(register.values());
  }

  @Override
  public List<RegisteredKey> ofPurpose(KeyPurpose purpose) {
    return register.values().stream().filter(key -> key.purpose() == purpose).toList();
  }

  @Override
  public Optional<RegisteredKey> current(KeyPurpose purpose, String owner) {
    return ofPurpose(purpose).stream().filter(key -> key.owner().equals(owner)).findFirst();
  }
}
