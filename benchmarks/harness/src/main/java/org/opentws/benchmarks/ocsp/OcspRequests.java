package org.opentws.benchmarks.ocsp;

import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcDigestCalculatorProvider;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.PreparedRequest;

/** OCSP requests about certificates of one CA, as clients send them. */
final class OcspRequests {
  private static final int NONCE_OCTETS = 16;

  private final CertID template;

  OcspRequests(X509CertificateHolder ca) {
    try {
      this.template =
          new CertificateID(
                  new BcDigestCalculatorProvider().get(CertificateID.HASH_SHA1), ca, BigInteger.ONE)
              .toASN1Primitive();
    } catch (org.bouncycastle.cert.ocsp.OCSPException | OperatorCreationException e) {
      throw new BenchFailure("no CertID", e);
    }
  }

  /** RFC 9654: POST with a nonce of 16 octets, which the load makes fresh each time. */
  PreparedRequest withNonce(BigInteger serial) {
    try {
      byte[] value = new DEROctetString(new byte[NONCE_OCTETS]).getEncoded();
      Extension nonce = new Extension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, value);
      byte[] request = encoded(serial, new Extensions(nonce));
      return PreparedRequest.post(
          "/ocsp",
          "application/ocsp-request",
          request,
          request.length - NONCE_OCTETS,
          NONCE_OCTETS);
    } catch (IOException e) {
      throw new BenchFailure("no request", e);
    }
  }

  /** RFC 5019: GET without a nonce. */
  PreparedRequest cacheable(BigInteger serial) {
    String base64 = Base64.getEncoder().encodeToString(encoded(serial, null));
    return PreparedRequest.get(
        "/ocsp/" + base64.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"));
  }

  byte[] encoded(BigInteger serial, @org.jspecify.annotations.Nullable Extensions extensions) {
    CertID certId =
        new CertID(
            template.getHashAlgorithm(),
            template.getIssuerNameHash(),
            template.getIssuerKeyHash(),
            new ASN1Integer(serial));
    TBSRequest tbs = new TBSRequest(null, new DERSequence(new Request(certId, null)), extensions);
    try {
      return new OCSPRequest(tbs, null).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new BenchFailure("no request", e);
    }
  }
}
