package org.opentws.revocationstatus;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA with software keys for tests: its own certificate and what it certifies. */
public final class SoftwareCa {
  public static final Instant NOT_BEFORE = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant NOT_AFTER = Instant.parse("2036-01-01T00:00:00Z");

  private final X500Name name;
  private final KeyPair keys;
  private final X509CertificateHolder certificate;

  public SoftwareCa(String commonName) {
    name = new X500Name("CN=" + commonName);
    keys = keyPair();
    certificate = certify(BigInteger.ONE, commonName, keys.getPublic(), Kind.CA);
  }

  /** What a certificate allows. */
  public enum Kind {
    CA,
    OCSP,
    TSU,
    SUBJECT
  }

  public static KeyPair keyPair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] sign(KeyPair keys, byte[] octets) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(octets);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public X509CertificateHolder certify(
      BigInteger serial, String commonName, PublicKey key, Kind kind) {
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              serial,
              Date.from(NOT_BEFORE),
              Date.from(NOT_AFTER),
              new X500Name("CN=" + commonName),
              SubjectPublicKeyInfo.getInstance(key.getEncoded()));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key));
      switch (kind) {
        case CA ->
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        case OCSP -> usage(builder, KeyPurposeId.id_kp_OCSPSigning);
        case TSU -> usage(builder, KeyPurposeId.id_kp_timeStamping);
        case SUBJECT -> usage(builder, KeyPurposeId.id_kp_emailProtection);
      }
      return builder.build(signer());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static void usage(X509v3CertificateBuilder builder, KeyPurposeId purpose)
      throws Exception {
    builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
  }

  public ContentSigner signer() {
    try {
      return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public X509CertificateHolder certificate() {
    return certificate;
  }

  public static X509Certificate x509(X509CertificateHolder certificate) {
    try {
      return new JcaX509CertificateConverter().getCertificate(certificate);
    } catch (CertificateException e) {
      throw new IllegalStateException(e);
    }
  }
}
