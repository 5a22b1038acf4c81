package org.opentws.tools.audit;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.CheckpointSigner;
import org.opentws.value.Der;

/** An audit key in software, certified by a management CA of its own. */
final class SoftwareSigner implements CheckpointSigner {
  private final KeyPair authority;
  private final X509Certificate authorityCertificate;
  private KeyPair key;
  private X509Certificate certificate;

  SoftwareSigner() throws GeneralSecurityException, IOException, OperatorCreationException {
    authority = keyPair();
    authorityCertificate = issue("CN=Management CA", authority, true, false);
    key = keyPair();
    certificate = issue("C=EE,O=Test,CN=Audit signer", key, false, false);
  }

  /** From now on a key of an officer signs: its certificate is of the same CA. */
  void useOfficersKey() throws GeneralSecurityException, IOException, OperatorCreationException {
    key = keyPair();
    certificate = issue("C=EE,O=Test,CN=Audit signer", key, false, true);
  }

  X509Certificate authority() {
    return authorityCertificate;
  }

  void writeAuthority(Path file) throws IOException {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(authorityCertificate);
    }
    Files.writeString(file, text.toString());
  }

  @Override
  public Optional<CheckpointSignature> sign(Der text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key.getPrivate());
      signature.update(text.octets());
      return Optional.of(
          new CheckpointSignature(
              Der.of(signature.sign()),
              Der.of(certificate.getEncoded()),
              Der.of(key.getPublic().getEncoded())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate issue(String subject, KeyPair subjectKey, boolean ca, boolean officer)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Management CA"),
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(86_400)),
            new X500Name(subject),
            subjectKey.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(ca ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
    if (officer) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authority.getPrivate())));
  }
}
