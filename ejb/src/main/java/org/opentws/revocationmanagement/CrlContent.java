package org.opentws.revocationmanagement;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.value.Der;

/**
 * A full CRL by RFC 5280, 5: issuer, times, number, and for each suspended or revoked certificate
 * serial, time and reason (RM2.2b-d).
 */
record CrlContent(
    long number, Instant thisUpdate, Instant nextUpdate, List<CertificateStatus> listed) {
  /** X.509, 9.5.2.8; EN 319 411-2: entries stay after the certificates' expiry. */
  private static final ASN1ObjectIdentifier EXPIRED_CERTS_ON_CRL =
      new ASN1ObjectIdentifier("2.5.29.60");

  /** Encodes and signs with the CA's key. */
  Der sign(Der caCertificate, ContentSigner signer) {
    try {
      X509CertificateHolder ca = new X509CertificateHolder(caCertificate.octets());
      X509v2CRLBuilder crl = new X509v2CRLBuilder(ca.getSubject(), Date.from(thisUpdate));
      crl.setNextUpdate(Date.from(nextUpdate));
      for (CertificateStatus row : listed) {
        addEntry(crl, row);
      }
      SubjectKeyIdentifier keyId = SubjectKeyIdentifier.fromExtensions(ca.getExtensions());
      if (keyId == null) {
        throw new IllegalStateException("the CA certificate has no subject key identifier");
      }
      crl.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          new AuthorityKeyIdentifier(keyId.getKeyIdentifier()));
      crl.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
      crl.addExtension(EXPIRED_CERTS_ON_CRL, false, new ASN1GeneralizedTime(ca.getNotBefore()));
      return Der.of(crl.build(signer).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a CRL cannot be encoded", e);
    }
  }

  private static void addEntry(X509v2CRLBuilder crl, CertificateStatus row) throws IOException {
    Instant changedAt =
        row.changedAt().orElseThrow(() -> new IllegalStateException("a change without its time"));
    crl.addCRLEntry(row.serial().value(), Date.from(changedAt), entryExtensions(row));
  }

  private static @Nullable Extensions entryExtensions(CertificateStatus row) throws IOException {
    ExtensionsGenerator extensions = new ExtensionsGenerator();
    // RFC 5280, 5.3.1: unspecified is said by saying nothing.
    Optional<Integer> reason = row.reason().filter(code -> code != CRLReason.unspecified);
    if (reason.isPresent()) {
      extensions.addExtension(Extension.reasonCode, false, CRLReason.lookup(reason.get()));
    }
    if (row.invalidityDate().isPresent()) {
      extensions.addExtension(
          Extension.invalidityDate,
          false,
          new ASN1GeneralizedTime(Date.from(row.invalidityDate().get())));
    }
    return extensions.isEmpty() ? null : extensions.generate();
  }
}
