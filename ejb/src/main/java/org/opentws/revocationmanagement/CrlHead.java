package org.opentws.revocationmanagement;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.revocationstatus.store.StoredCrl;

/**
 * What a CRL says besides its entries (RFC 5280, 5.1 and 5.2).
 *
 * @param base number of the complete CRL that a delta CRL continues; empty for a complete one
 * @param deltaAt where deltas to this complete CRL are found; empty if there are none
 * @param distributionPoint where the CRL of a partition, or one that another CA signs, is found;
 *     empty for one of all certificates that the CA signs itself
 * @param indirect whether another CA signs it, and its entries name their issuer
 */
record CrlHead(
    long number,
    Instant thisUpdate,
    Instant nextUpdate,
    Optional<Long> base,
    Optional<String> deltaAt,
    Optional<String> distributionPoint,
    boolean indirect) {
  /** EN 319 411-2, 6.3.9; RFC 5280, 4.1.2.5: a last CRL has no next one. */
  static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

  /** Whether none follows it. */
  static boolean isLast(StoredCrl crl) {
    return crl.nextUpdate().equals(NEVER);
  }

  /** X.509, 9.5.2.8; EN 319 411-2: entries stay after the certificates' expiry. */
  private static final ASN1ObjectIdentifier EXPIRED_CERTS_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");

  /** Of a complete CRL. */
  static CrlHead complete(
      long number, Instant thisUpdate, Instant nextUpdate, Optional<String> deltaAt) {
    return new CrlHead(
        number, thisUpdate, nextUpdate, Optional.empty(), deltaAt, Optional.empty(), false);
  }

  /** Of a delta CRL. */
  static CrlHead delta(long number, Instant thisUpdate, Instant nextUpdate, long base) {
    return new CrlHead(
        number,
        thisUpdate,
        nextUpdate,
        Optional.of(base),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** Of the CRL of a partition. */
  static CrlHead partition(long number, Instant thisUpdate, Instant nextUpdate, String url) {
    return new CrlHead(
        number,
        thisUpdate,
        nextUpdate,
        Optional.empty(),
        Optional.empty(),
        Optional.of(url),
        false);
  }

  /** The same, signed by another CA (RFC 5280, 5.2.5); there are no deltas to it. */
  CrlHead indirectAt(String url) {
    return new CrlHead(
        number, thisUpdate, nextUpdate, base, Optional.empty(), Optional.of(url), true);
  }

  /**
   * DER of Extensions.
   *
   * @param signer the certificate of the key that signs
   * @param ca of the CA whose certificates are listed
   */
  byte[] extensions(X509CertificateHolder signer, X509CertificateHolder ca) throws IOException {
    SubjectKeyIdentifier keyId = SubjectKeyIdentifier.fromExtensions(signer.getExtensions());
    if (keyId == null) {
      throw new IllegalStateException("the CA certificate has no subject key identifier");
    }
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    extensions.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new AuthorityKeyIdentifier(keyId.getKeyIdentifier()));
    extensions.addExtension(Extension.cRLNumber, false, number(number));
    extensions.addExtension(
        EXPIRED_CERTS_ON_CRL, false, new ASN1GeneralizedTime(ca.getNotBefore()));
    if (base.isPresent()) {
      extensions.addExtension(Extension.deltaCRLIndicator, true, number(base.get()));
    }
    if (deltaAt.isPresent()) {
      extensions.addExtension(Extension.freshestCRL, false, at(deltaAt.get()));
    }
    if (distributionPoint.isPresent()) {
      extensions.addExtension(
          Extension.issuingDistributionPoint,
          true,
          new IssuingDistributionPoint(
              name(distributionPoint.get()), false, false, null, indirect, false));
    }
    return extensions.generate().getEncoded();
  }

  private static CRLNumber number(long number) {
    return new CRLNumber(BigInteger.valueOf(number));
  }

  private static CRLDistPoint at(String url) {
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name(url), null, null)});
  }

  private static DistributionPointName name(String url) {
    return new DistributionPointName(
        new GeneralNames(new GeneralName(GeneralName.uniformResourceIdentifier, url)));
  }
}
