package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentVerifierProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.keymanagement.catalogue.KeyHolder;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * What must hold of a certificate that an offline CA made for a key of ours, of that CA's own
 * certificate, and of its CRL (KM2.3, KM2.4; RFC 5280, 6.1 and 6.3). The path has two certificates:
 * the offline CA is the trust anchor that two persons vouch for by its fingerprint.
 */
final class CaCertificateRules {
  /** Signature algorithms that an offline CA may use (KM1.5, ETSI TS 119 312). */
  private static final Set<ASN1ObjectIdentifier> SIGNATURES =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);

  /** Critical extensions whose meaning is checked here; any other one is refused. */
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(Extension.basicConstraints, Extension.keyUsage);

  private final X509CertificateHolder issuer;
  private final Instant now;
  private final ContentVerifierProvider issuerKey;

  private CaCertificateRules(X509CertificateHolder issuer, Instant now) {
    this.issuer = issuer;
    this.now = now;
    try {
      this.issuerKey =
          new JcaContentVerifierProviderBuilder()
              .setProvider(new BouncyCastleProvider())
              .build(issuer.getSubjectPublicKeyInfo());
    } catch (OperatorCreationException | RuntimeException e) { // a key that is none
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "the issuer's public key cannot be read", e);
    }
  }

  /**
   * Checks the whole reply.
   *
   * @param catalogue of algorithms, in force
   * @throws RequestRefused MALFORMED_REQUEST, WEAK_KEY, PROFILE_VIOLATION: with what is wrong
   */
  static void check(OfflineCaReply reply, Instant now, AlgorithmCatalogue catalogue) {
    try {
      checkParts(reply, now, catalogue);
    } catch (RequestRefused e) {
      throw e;
    } catch (RuntimeException e) { // BC reads many parts only when they are asked for
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a part of the reply cannot be read", e);
    }
  }

  /**
   * The CRL of an offline CA that is known already.
   *
   * @throws RequestRefused MALFORMED_REQUEST, PROFILE_VIOLATION: with what is wrong
   */
  static X509CRLHolder currentCrl(X509CertificateHolder issuer, Der encoded, Instant now) {
    try {
      X509CRLHolder crl = crl(encoded);
      new CaCertificateRules(issuer, now).checkCrl(crl);
      return crl;
    } catch (RequestRefused e) {
      throw e;
    } catch (RuntimeException e) { // BC reads many parts only when they are asked for
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a part of the CRL cannot be read", e);
    }
  }

  /**
   * A CRL of an offline CA that was the current one when it was imported.
   *
   * @throws RequestRefused MALFORMED_REQUEST, PROFILE_VIOLATION: it is none, or another CA's
   */
  static X509CRLHolder signedCrl(X509CertificateHolder issuer, Der encoded) {
    try {
      X509CRLHolder crl = crl(encoded);
      require(
          new CaCertificateRules(issuer, Instant.EPOCH).isSignedByIssuer(crl),
          "the CRL is not signed by the issuer's key");
      return crl;
    } catch (RequestRefused e) {
      throw e;
    } catch (RuntimeException e) { // BC reads many parts only when they are asked for
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a part of the CRL cannot be read", e);
    }
  }

  /**
   * The two certificates that link a CA with its successor of the same name (RFC 4210, 4.4).
   *
   * @param former the CA's certificate
   * @throws RequestRefused MALFORMED_REQUEST, WEAK_KEY, PROFILE_VIOLATION: with what is wrong
   */
  static void checkLinks(
      X509CertificateHolder former,
      X509CertificateHolder newWithOld,
      X509CertificateHolder oldWithNew,
      Instant now,
      AlgorithmCatalogue catalogue) {
    try {
      new CaCertificateRules(former, now).checkLink(newWithOld, "the successor's", catalogue);
      new CaCertificateRules(newWithOld, now).checkLink(oldWithNew, "the former CA's", catalogue);
      require(
          areLinked(former, newWithOld, oldWithNew),
          "the certificates are not for two keys that certify each other");
    } catch (RequestRefused e) {
      throw e;
    } catch (RuntimeException e) { // BC reads many parts only when they are asked for
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a certificate cannot be read", e);
    }
  }

  /** Whether each of two different keys of one name certified the other one. */
  static boolean areLinked(
      X509CertificateHolder former,
      X509CertificateHolder newWithOld,
      X509CertificateHolder oldWithNew) {
    return isSignedBy(former, newWithOld)
        && isSignedBy(newWithOld, oldWithNew)
        && oldWithNew.getSubjectPublicKeyInfo().equals(former.getSubjectPublicKeyInfo())
        && !newWithOld.getSubjectPublicKeyInfo().equals(former.getSubjectPublicKeyInfo())
        && newWithOld.getSubject().equals(former.getSubject());
  }

  private void checkLink(
      X509CertificateHolder certificate, String whose, AlgorithmCatalogue catalogue) {
    String who = whose + " certificate";
    checkCaCertificate(certificate, who);
    require(
        certificate.getIssuer().equals(issuer.getSubject())
            && certificate.getSubject().equals(issuer.getSubject()),
        who + " is not of one name with its issuer");
    require(isSignedByIssuer(certificate), who + " is not signed by the other key");
    require(isKeyIdentifierOfIssuer(certificate), who + " names another key of its issuer");
    checkAlgorithmsToTheEnd(certificate, who, catalogue);
  }

  /** Whether that CA signed a certificate, by name and by key. */
  static boolean isSignedBy(X509CertificateHolder issuer, X509CertificateHolder certificate) {
    return certificate.getIssuer().equals(issuer.getSubject())
        && new CaCertificateRules(issuer, Instant.EPOCH).isSignedByIssuer(certificate);
  }

  private static void checkParts(OfflineCaReply reply, Instant now, AlgorithmCatalogue catalogue) {
    X509CertificateHolder issuer = KeyCertificateReader.parse(reply.issuerCertificate());
    X509CertificateHolder certificate = KeyCertificateReader.parse(reply.certificate());
    CaCertificateRules rules = new CaCertificateRules(issuer, now);
    rules.checkIssuer();
    rules.checkCertificate(certificate);
    rules.checkAlgorithmsToTheEnd(issuer, "the issuer's certificate", catalogue);
    rules.checkAlgorithmsToTheEnd(certificate, "the certificate", catalogue);
    X509CRLHolder crl = crl(reply.issuerCrl());
    rules.checkCrl(crl);
    require(
        crl.getRevokedCertificate(certificate.getSerialNumber()) == null,
        "the CRL says that the certificate is revoked");
  }

  private void checkIssuer() {
    String who = "the issuer's certificate";
    checkCaCertificate(issuer, who);
    // KM2.4b, then KM2.4a.
    require(issuer.getSubject().equals(issuer.getIssuer()), who + " is not self-signed");
    require(isSignedByIssuer(issuer), who + " does not verify with its own key");
  }

  private void checkCertificate(X509CertificateHolder certificate) {
    String who = "the certificate";
    checkCaCertificate(certificate, who);
    require(certificate.getIssuer().equals(issuer.getSubject()), who + " names another issuer");
    require(isSignedByIssuer(certificate), who + " is not signed by the issuer's key");
    require(
        !certificate.getNotAfter().after(issuer.getNotAfter()),
        who + " would live longer than its issuer");
    require(
        !certificate.getSubject().equals(issuer.getSubject()), who + " has the name of its issuer");
    BasicConstraints allowed = basicConstraints(issuer, "the issuer's certificate");
    require(
        allowed.getPathLenConstraint() == null || allowed.getPathLenConstraint().signum() > 0,
        "the issuer's path length constraint allows no CA below it");
    require(isKeyIdentifierOfIssuer(certificate), who + " names another key of its issuer");
  }

  private void checkCaCertificate(X509CertificateHolder certificate, String who) {
    PurposeRules.defect(KeyPurpose.CERTIFICATE_SIGNING, certificate)
        .ifPresent(defect -> require(false, who + ": " + defect));
    for (Object critical : certificate.getCriticalExtensionOIDs()) {
      require(UNDERSTOOD.contains(critical), who + " has the critical extension " + critical);
    }
    require(
        certificate.getExtension(Extension.basicConstraints).isCritical()
            && certificate.getExtension(Extension.keyUsage).isCritical(),
        who + ": basic constraints and key usage are not critical");
    if (KeyAlgorithm.of(certificate.getSubjectPublicKeyInfo()).isEmpty()
        || !SIGNATURES.contains(certificate.getSignatureAlgorithm().getAlgorithm())) {
      throw new RequestRefused(
          Refusal.WEAK_KEY, who + " uses an algorithm that is not in the catalogue (KM1.5)");
    }
    require(certificate.isValidOn(Date.from(now)), who + " is not valid at this time");
  }

  /** KM1.5: key and signature are good as long as the certificate lives. */
  private void checkAlgorithmsToTheEnd(
      X509CertificateHolder certificate, String who, AlgorithmCatalogue catalogue) {
    Instant end = certificate.getNotAfter().toInstant();
    AlgorithmNames.ofKey(certificate.getSubjectPublicKeyInfo())
        .flatMap(name -> catalogue.objectionToNew(name, KeyHolder.TSP, now, end))
        .or(
            () ->
                catalogue.hashObjection(
                    AlgorithmNames.ofHashIn(certificate.getSignatureAlgorithm()), end))
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.WEAK_KEY, who + ": " + objection);
            });
  }

  private void checkCrl(X509CRLHolder crl) {
    require(crl.getIssuer().equals(issuer.getSubject()), "the CRL names another issuer");
    require(
        SIGNATURES.contains(crl.toASN1Structure().getSignatureAlgorithm().getAlgorithm()),
        "the CRL's signature algorithm is not in the catalogue (KM1.5)");
    require(isSignedByIssuer(crl), "the CRL is not signed by the issuer's key");
    require(
        crl.getExtension(Extension.deltaCRLIndicator) == null
            && crl.getExtension(Extension.issuingDistributionPoint) == null,
        "the CRL is not a complete one");
    Date nextUpdate = crl.getNextUpdate();
    require(
        !crl.getThisUpdate().after(Date.from(now))
            && nextUpdate != null
            && nextUpdate.after(Date.from(now)),
        "the CRL is not the current one");
  }

  private static X509CRLHolder crl(Der encoded) {
    try {
      return new X509CRLHolder(encoded.octets());
    } catch (java.io.IOException
        | RuntimeException e) { // BC throws unchecked ones on hostile input
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "the CRL cannot be read", e);
    }
  }

  private boolean isSignedByIssuer(X509CertificateHolder certificate) {
    try {
      return certificate.isSignatureValid(issuerKey);
    } catch (CertException | RuntimeException e) { // an algorithm that does not fit the key
      return false;
    }
  }

  private boolean isSignedByIssuer(X509CRLHolder crl) {
    try {
      return crl.isSignatureValid(issuerKey);
    } catch (CertException | RuntimeException e) { // an algorithm that does not fit the key
      return false;
    }
  }

  private static BasicConstraints basicConstraints(X509CertificateHolder certificate, String who) {
    BasicConstraints basic = BasicConstraints.fromExtensions(certificate.getExtensions());
    if (basic == null) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, who + " has no basic constraints");
    }
    return basic;
  }

  private boolean isKeyIdentifierOfIssuer(X509CertificateHolder certificate) {
    try {
      AuthorityKeyIdentifier named =
          AuthorityKeyIdentifier.fromExtensions(certificate.getExtensions());
      SubjectKeyIdentifier own = SubjectKeyIdentifier.fromExtensions(issuer.getExtensions());
      // RFC 5280, 4.2.1.1 and 4.2.1.2: a CA certificate has the one, what it signs the other.
      return named != null
          && own != null
          && Arrays.equals(named.getKeyIdentifierOctets(), own.getKeyIdentifier());
    } catch (RuntimeException e) { // BC throws unchecked ones on hostile extensions
      return false;
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, otherwise);
    }
  }
}
