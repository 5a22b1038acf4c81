package org.opentws.certificategeneration;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
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
  private final KeyPair management = pair("EC", 256);

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
            Optional.of(
                purpose == KeyPurpose.MESSAGE_SEALING
                    ? sealingCertificate("Sealing " + owner, pair, List.of())
                    : certificate(purpose, owner, pair, algorithm)));
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

  /** The CA of sealing keys' certificates. */
  public X509Certificate managementCa() {
    return x509(
        certificate(
            KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING,
            "management",
            management,
            "SHA256withECDSA"));
  }

  /** A certificate by the management CA. */
  public Der sealingCertificate(String commonName, KeyPair pair, List<KeyPurposeId> purposes) {
    try {
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              managementCa(),
              BigInteger.valueOf(2000L + pairs.size()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(Duration.ofDays(3650))),
              new X500Name("C=CZ,O=Test,CN=" + commonName),
              pair.getPublic());
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      if (!purposes.isEmpty()) {
        builder.addExtension(
            Extension.extendedKeyUsage,
            false,
            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
      }
      return Der.of(
          builder
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(management.getPrivate()))
              .getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate x509(Der certificate) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate.octets()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What somebody does who alters the table of keys. */
  public void alter(RegisteredKey key, KeyPair pair, Der certificate) {
    pairs.put(key.keyId(), pair);
    put(key, key.state(), Optional.of(certificate));
  }

  public void setState(RegisteredKey key, KeyState state) {
    put(key, state, key.certificate());
  }

  private void put(RegisteredKey key, KeyState state, Optional<Der> certificate) {
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
            certificate));
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
