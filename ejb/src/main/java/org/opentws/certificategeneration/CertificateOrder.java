package org.opentws.certificategeneration;

import java.util.Map;
import org.opentws.value.Der;

/**
 * What certificate generation is asked to certify, once it knows that the asker may ask. The
 * profile decides every field of the certificate or refuses (CG1.5).
 *
 * @param profile name of a shipped profile document
 * @param issuer the CA's id
 * @param subject attribute values by the profile's field names (commonName, givenName, surname,
 *     serialNumber, countryName, organizationName, ...)
 * @param consent whether the subject agreed to publication (D1.2)
 */
public record CertificateOrder(
    String profile,
    String issuer,
    Der subjectPublicKeyInfo,
    Map<String, String> subject,
    boolean consent) {
  public CertificateOrder {
    subject = Map.copyOf(subject);
  }
}
