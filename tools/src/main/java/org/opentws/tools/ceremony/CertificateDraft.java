package org.opentws.tools.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/**
 * A certificate in the making (RFC 5280). It always gets a random serial number, a start that is
 * not in the past (CG1.6e), and both key identifiers.
 */
final class CertificateDraft {
  /** 159 bits: positive, and 20 octets at most (RFC 5280, 4.1.2.2). */
  private static final int SERIAL_BITS = 159;

  private final X509v3CertificateBuilder builder;
  private final PublicKey issuerKey;

  /**
   * @param issuer whose name and key; both the subject's own for a self-signed certificate
   */
  CertificateDraft(
      X500Name issuer, PublicKey issuerKey, X500Name subject, PublicKey subjectKey, Duration life)
      throws IOException, NoSuchAlgorithmException {
    Instant begin = Ceremony.now();
    this.issuerKey = issuerKey;
    this.builder =
        new X509v3CertificateBuilder(
            issuer,
            newSerial(),
            Date.from(begin),
            // Both ends are included (RFC 5280, 4.1.2.5).
            Date.from(begin.plus(life).minusSeconds(1)),
            subject,
            SubjectPublicKeyInfo.getInstance(subjectKey.getEncoded()));
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    add(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(subjectKey));
    if (!issuer.equals(subject)) {
      issuerKey();
    }
  }

  /** Names the issuer's key; by itself where the issuer has another name. */
  CertificateDraft issuerKey() throws IOException, NoSuchAlgorithmException {
    return add(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(issuerKey));
  }

  static CertificateDraft issuedBy(
      X509Certificate issuer, X500Name subject, PublicKey subjectKey, Duration life)
      throws IOException, NoSuchAlgorithmException {
    X500Name issuerName = nameOf(issuer);
    return new CertificateDraft(issuerName, issuer.getPublicKey(), subject, subjectKey, life);
  }

  static X500Name nameOf(X509Certificate certificate) {
    return X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
  }

  private static BigInteger newSerial() {
    BigInteger random = new BigInteger(1, SecretFiles.randomOctets(20));
    BigInteger serial = random.mod(BigInteger.ONE.shiftLeft(SERIAL_BITS));
    return serial.signum() == 0 ? newSerial() : serial;
  }

  /** For a CA: its key signs certificates and CRLs, nothing else (KM3.3, CG1.4). */
  CertificateDraft authority(int pathLength) throws IOException {
    add(Extension.basicConstraints, true, new BasicConstraints(pathLength));
    return add(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
  }

  /** For signing in a protocol, as TLS does. */
  CertificateDraft endUse(KeyPurposeId use) throws IOException {
    dataUse();
    return add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use));
  }

  /** For signing data. */
  CertificateDraft dataUse() throws IOException {
    add(Extension.basicConstraints, true, new BasicConstraints(false));
    return add(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
  }

  CertificateDraft add(ASN1ObjectIdentifier extension, boolean critical, ASN1Encodable value)
      throws IOException {
    builder.addExtension(extension, critical, value);
    return this;
  }

  /** Signs, and verifies what was signed before anybody sees it. */
  X509Certificate sign(ContentSigner signer) throws IOException, GeneralSecurityException {
    X509Certificate certificate = decode(builder.build(signer).getEncoded());
    certificate.verify(issuerKey);
    return certificate;
  }

  static X509Certificate decode(byte[] der) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }
}
