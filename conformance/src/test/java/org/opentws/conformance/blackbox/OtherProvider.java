package org.opentws.conformance.blackbox;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A CA that is not of this system: what it signs, and how it asks to be certified by another. */
final class OtherProvider {
  private final X500Name name;
  private final KeyPair key;
  private final Instant now = Instant.now();

  OtherProvider(String name, KeyPair key) {
    this.name = new X500Name(name);
    this.key = key;
  }

  private ContentSigner signer() throws Exception {
    String algorithm =
        key.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    return new JcaContentSignerBuilder(algorithm).build(key.getPrivate());
  }

  /** The request to be certified, which says how this CA names its key. */
  byte[] pkcs10() throws Exception {
    ExtensionsGenerator asked = new ExtensionsGenerator();
    asked.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(key.getPublic()));
    return new JcaPKCS10CertificationRequestBuilder(name, key.getPublic())
        .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, asked.generate())
        .build(signer())
        .getEncoded();
  }

  /** A CA's certificate: its own, or of a CA below it. */
  byte[] certified(X500Name subject, PublicKey of, int pathLength) throws Exception {
    return builder(subject, of, "2.5.29.32.0")
        .addExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength))
        .addExtension(
            Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
        .build(signer())
        .getEncoded();
  }

  byte[] own(int pathLength) throws Exception {
    return certified(name, key.getPublic(), pathLength);
  }

  byte[] forSubject(String subject, String policy) throws Exception {
    return builder(new X500Name(subject), Subscriber.ec("secp256r1").getPublic(), policy)
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .build(signer())
        .getEncoded();
  }

  private X509v3CertificateBuilder builder(X500Name subject, PublicKey of, String policy)
      throws Exception {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(System.nanoTime()).abs().add(BigInteger.ONE),
            Date.from(now.minusSeconds(3600)),
            Date.from(now.plusSeconds(1000 * 86_400L)),
            subject,
            of)
        .addExtension(
            Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(of))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            identifiers.createAuthorityKeyIdentifier(key.getPublic()))
        .addExtension(
            Extension.certificatePolicies,
            false,
            new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(policy))));
  }

  byte[] emptyCrl() throws Exception {
    return new X509v2CRLBuilder(name, Date.from(now.minusSeconds(60)))
        .setNextUpdate(Date.from(now.plusSeconds(400 * 86_400L)))
        .addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.ONE))
        .addExtension(
            Extension.authorityKeyIdentifier,
            false,
            new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(key.getPublic()))
        .build(signer())
        .getEncoded();
  }

  static String fingerprint(byte[] octets) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
  }

  static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
