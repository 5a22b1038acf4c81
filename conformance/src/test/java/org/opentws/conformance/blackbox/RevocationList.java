package org.opentws.conformance.blackbox;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.Extension;

/** The issuing CA's CRL as everybody fetches it. */
final class RevocationList {
  private static final int NEXT_WITHIN_SECONDS = 30;

  private final RunningSystem system;

  RevocationList(RunningSystem system) {
    this.system = system;
  }

  /** The present one, its signature verified. */
  X509CRL current() {
    return verified(octets(system.uri("crl")), system.certificate("ca.pem"));
  }

  byte[] octets(URI uri) {
    return system.anonymous().getUri(uri).expect(200).octets();
  }

  static X509CRL verified(byte[] der, X509Certificate issuer) {
    try {
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      crl.verify(issuer.getPublicKey());
      return crl;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not a CRL of the CA", e);
    }
  }

  /** The entry, as soon as the list has it. */
  X509CRLEntry untilListed(BigInteger serial) {
    Within.seconds(NEXT_WITHIN_SECONDS)
        .until("the certificate's entry", () -> current().getRevokedCertificate(serial) != null);
    return current().getRevokedCertificate(serial);
  }

  static BigInteger number(X509CRL crl) {
    return integer(crl, Extension.cRLNumber.getId());
  }

  static BigInteger integer(X509CRL crl, String extension) {
    byte[] value = crl.getExtensionValue(extension);
    return ASN1Integer.getInstance(ASN1OctetString.getInstance(value).getOctets()).getValue();
  }
}
