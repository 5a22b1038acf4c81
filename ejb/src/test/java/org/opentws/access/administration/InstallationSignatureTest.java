package org.opentws.access.administration;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class InstallationSignatureTest {
  private static final byte[] DOCUMENT = "{}".getBytes(StandardCharsets.UTF_8);
  private static final String CA = "CN=Management";
  private static final int DAY_SECONDS = 86_400;

  private final KeyPair caKeys = keys();
  private final X509Certificate ca =
      x509(certificate(caKeys, CA, caKeys, CA, KeyUsage.keyCertSign, false));

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static X509Certificate x509(X509CertificateHolder holder) {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Long over: that it was for a day does not count. */
  private static X509CertificateHolder certificate(
      KeyPair issuer, String issuerName, KeyPair subject, String name, int usage, boolean client) {
    try {
      Instant begin = Instant.parse("2026-01-01T00:00:00Z");
      X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuerName),
              BigInteger.TWO,
              Date.from(begin),
              Date.from(begin.plusSeconds(DAY_SECONDS)),
              new X500Name(name),
              subject.getPublic());
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (client) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
      }
      return builder.build(
          new JcaContentSignerBuilder("SHA256withECDSA").build(issuer.getPrivate()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] signature(KeyPair keys, X509CertificateHolder certificate) {
    try {
      CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
      generator.addSignerInfoGenerator(
          new SignerInfoGeneratorBuilder(new BcDigestCalculatorProvider())
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()),
                  certificate));
      generator.addCertificate(certificate);
      return generator.generate(new CMSProcessableByteArray(DOCUMENT), false).getEncoded();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] signedAs(String name, int usage, boolean client) {
    KeyPair own = keys();
    return signature(own, certificate(caKeys, CA, own, name, usage, client));
  }

  private void refused(byte[] document, byte[] signature) {
    assertThrows(
        IllegalStateException.class, () -> InstallationSignature.verify(document, signature, ca));
  }

  @Test
  void documentSignedByTheInstallationsOwnKeyIsTaken() {
    byte[] good = signedAs("O=X,CN=Installation", KeyUsage.digitalSignature, false);
    InstallationSignature.verify(DOCUMENT, good, ca);
    refused("{ }".getBytes(StandardCharsets.UTF_8), good);
    refused(DOCUMENT, new byte[] {1, 2, 3});
  }

  @Test
  void keyOfAnotherPurposeSignsNoInstallation() {
    refused(DOCUMENT, signedAs("O=X,CN=Sealing access", KeyUsage.digitalSignature, false));
    refused(DOCUMENT, signedAs("CN=Installation,CN=Audit", KeyUsage.digitalSignature, false));
    refused(DOCUMENT, signedAs("O=X,CN=Installation", KeyUsage.digitalSignature, true));
    refused(DOCUMENT, signedAs("O=X,CN=Installation", KeyUsage.keyCertSign, false));
    refused(
        DOCUMENT,
        signature(caKeys, certificate(caKeys, CA, caKeys, CA, KeyUsage.digitalSignature, false)));
  }

  @Test
  void keyForRecoveryDocumentsIsKnownByItsNameAndByNoOther() throws Exception {
    int usage = KeyUsage.digitalSignature;
    X509CertificateHolder recovery = certificate(caKeys, CA, keys(), "CN=Recovery", usage, false);
    assertTrue(CeremonySigner.isCertified(recovery, CeremonySigner.RECOVERY, ca));
    assertFalse(CeremonySigner.isCertified(recovery, CeremonySigner.INSTALLATION, ca));
    X509CertificateHolder foreign = certificate(keys(), CA, keys(), "CN=Recovery", usage, false);
    assertFalse(CeremonySigner.isCertified(foreign, CeremonySigner.RECOVERY, ca));
  }

  @Test
  void caOfTheSameNameIsAnotherCa() {
    KeyPair foreign = keys();
    KeyPair own = keys();
    X509CertificateHolder certificate =
        certificate(foreign, CA, own, "CN=Installation", KeyUsage.digitalSignature, false);
    refused(DOCUMENT, signature(own, certificate));
  }
}
