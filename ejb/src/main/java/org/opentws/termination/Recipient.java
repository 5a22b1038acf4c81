package org.opentws.termination;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAESOAEPparams;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSAuthEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransRecipientInfoGenerator;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OutputAEADEncryptor;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Who alone can read the personal data of a package: the supervisory body, or a successor. */
final class Recipient {
  private static final int RSA_BITS_MIN = 3072;
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final X509Certificate certificate;

  private Recipient(X509Certificate certificate) {
    this.certificate = certificate;
  }

  /**
   * Of the recipient's certificate.
   *
   * @param base64 of its DER
   * @throws RequestRefused MALFORMED_REQUEST, WEAK_KEY
   */
  static Recipient of(String base64) {
    try {
      byte[] der = Base64.getMimeDecoder().decode(base64);
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(der));
      if (!(certificate.getPublicKey() instanceof RSAPublicKey key)
          || key.getModulus().bitLength() < RSA_BITS_MIN) {
        throw new RequestRefused(
            Refusal.WEAK_KEY, "the recipient's key is not RSA of at least " + RSA_BITS_MIN);
      }
      return new Recipient(certificate);
    } catch (CertificateException | IllegalArgumentException e) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "recipient: base64 of a certificate's DER", e);
    }
  }

  String name() {
    return certificate.getSubjectX500Principal().getName();
  }

  Der encoded() {
    try {
      return Der.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("it was decoded before", e);
    }
  }

  /** CMS AuthEnvelopedData (RFC 5083), AES-256-GCM, the key by RSA-OAEP with SHA-256. */
  byte[] encrypted(byte[] octets, SecureRandom random) {
    try {
      CMSAuthEnvelopedDataGenerator generator = new CMSAuthEnvelopedDataGenerator();
      generator.addRecipientInfoGenerator(
          new JceKeyTransRecipientInfoGenerator(certificate, oaep()).setProvider(PROVIDER));
      OutputAEADEncryptor encryptor =
          (OutputAEADEncryptor)
              new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES256_GCM)
                  .setProvider(PROVIDER)
                  .setSecureRandom(random)
                  .build();
      return generator.generate(new CMSProcessableByteArray(octets), encryptor).getEncoded();
    } catch (CMSException | IOException | CertificateEncodingException e) {
      throw new IllegalStateException("it could not be encrypted", e);
    }
  }

  private static AlgorithmIdentifier oaep() {
    AlgorithmIdentifier sha256 =
        new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256, DERNull.INSTANCE);
    return new AlgorithmIdentifier(
        PKCSObjectIdentifiers.id_RSAES_OAEP,
        new RSAESOAEPparams(
            sha256,
            new AlgorithmIdentifier(PKCSObjectIdentifiers.id_mgf1, sha256),
            RSAESOAEPparams.DEFAULT_P_SOURCE_ALGORITHM));
  }
}
