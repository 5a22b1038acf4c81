package org.opentws.revocationstatus;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ocsp.CertID;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * One certificate that an OCSP request asks about.
 *
 * @param certId DER of the CertID, to be repeated in the answer (RS1.4)
 * @param serial empty for a number that no certificate can have
 * @param enclose whether the certificate itself is asked for, if its subject agreed
 */
record AskedCertificate(
    Der certId, IssuerHashes issuer, Optional<SerialNumber> serial, boolean enclose) {

  static AskedCertificate of(CertID certId, boolean enclose) throws IOException {
    return new AskedCertificate(
        Der.of(certId.getEncoded(ASN1Encoding.DER)),
        new IssuerHashes(
            certId.getHashAlgorithm().getAlgorithm(),
            Der.of(certId.getIssuerNameHash().getOctets()),
            Der.of(certId.getIssuerKeyHash().getOctets())),
        serial(certId),
        enclose);
  }

  private static Optional<SerialNumber> serial(CertID certId) {
    try {
      return Optional.of(new SerialNumber(certId.getSerialNumber().getValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** For the record. */
  String serialText() {
    return serial.map(SerialNumber::hex).orElse("out-of-range");
  }
}
