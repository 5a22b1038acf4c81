package org.opentws.certificategeneration.profile;

import java.io.IOException;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.opentws.value.Der;

/**
 * The CA as far as its certificates must show it.
 *
 * @param id the CA's id, as in URLs
 * @param kind which profiles it may issue
 * @param algorithm how it signs
 */
public record Issuer(
    String id,
    CertificateProfile.IssuedBy kind,
    X509CertificateHolder certificate,
    AlgorithmIdentifier algorithm) {

  /**
   * From the CA's certificate and the name of its signature algorithm.
   *
   * @param signatureAlgorithm JCA name, for example SHA256withECDSA
   */
  public static Issuer of(
      String id, CertificateProfile.IssuedBy kind, Der certificate, String signatureAlgorithm) {
    try {
      return new Issuer(
          id,
          kind,
          new X509CertificateHolder(certificate.octets()),
          new DefaultSignatureAlgorithmIdentifierFinder().find(signatureAlgorithm));
    } catch (IOException e) {
      throw new IllegalStateException("the certificate of CA " + id + " cannot be read", e);
    }
  }
}
