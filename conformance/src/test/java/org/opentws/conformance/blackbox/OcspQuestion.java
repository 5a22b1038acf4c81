package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Random;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPReq;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** One OCSP request, made by hand, and the answer with its signature verified. */
final class OcspQuestion {
  static final AlgorithmIdentifier SHA1 = new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);
  private static final String TYPE = "application/ocsp-request";
  private static final int NONCE_OCTETS = 16;

  private final RunningSystem system;
  private final OCSPReqBuilder request = new OCSPReqBuilder();
  private AlgorithmIdentifier hash = SHA1;

  OcspQuestion(RunningSystem system) {
    this.system = system;
  }

  OcspQuestion hashedBy(ASN1ObjectIdentifier algorithm) {
    hash = new AlgorithmIdentifier(algorithm);
    return this;
  }

  /** Of the demo's issuing CA. */
  OcspQuestion about(BigInteger serial) {
    return about(system.certificate("ca.pem"), serial);
  }

  OcspQuestion about(X509Certificate issuer, BigInteger serial) {
    request.addRequest(id(issuer, serial));
    return this;
  }

  /** With an extension of the request for this one certificate. */
  OcspQuestion about(BigInteger serial, Extension extension) {
    request.addRequest(id(system.certificate("ca.pem"), serial), new Extensions(extension));
    return this;
  }

  CertificateID id(X509Certificate issuer, BigInteger serial) {
    try {
      X509CertificateHolder holder = new JcaX509CertificateHolder(issuer);
      return new CertificateID(
          new JcaDigestCalculatorProviderBuilder().build().get(hash), holder, serial);
    } catch (OCSPException
        | OperatorCreationException
        | java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  OcspQuestion withNonce(byte[] nonce) {
    try {
      return with(
          new Extension(
              OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
              false,
              new DEROctetString(nonce).getEncoded()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OcspQuestion with(Extension extension) {
    request.setRequestExtensions(new Extensions(extension));
    return this;
  }

  byte[] encoded() {
    try {
      OCSPReq built = request.build();
      return built.getEncoded();
    } catch (OCSPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What stands in the address of a GET. */
  String asPath() {
    String path = Base64.getEncoder().encodeToString(encoded());
    return URLEncoder.encode(path, StandardCharsets.UTF_8);
  }

  /** Whatever the responder says. */
  OCSPResp ask() {
    return response(
        system.anonymous().postUri(system.uri("ocsp"), TYPE, encoded()).expect(200).octets());
  }

  /** Until an answer about the demo's certificate has that response status. */
  static void awaitResponse(RunningSystem system, int status, int seconds) {
    BigInteger serial = system.certificate("certificate.pem").getSerialNumber();
    Within.seconds(seconds)
        .until(
            "OCSP status " + status,
            () -> new OcspQuestion(system).about(serial).ask().getStatus() == status);
  }

  static OCSPResp response(byte[] der) {
    try {
      return new OCSPResp(der);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A successful answer, signed by a responder that the issuing CA certified. */
  BasicOCSPResp answer() {
    return verified(system, ask());
  }

  /** What a successful answer says of the one certificate that was asked about. */
  Object status() {
    return answer().getResponses()[0].getCertStatus();
  }

  static BasicOCSPResp verified(RunningSystem system, OCSPResp response) {
    assertEquals(OCSPResp.SUCCESSFUL, response.getStatus());
    try {
      BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
      X509CertificateHolder responder = basic.getCerts()[0];
      JcaContentVerifierProviderBuilder verifiers = new JcaContentVerifierProviderBuilder();
      assertTrue(basic.isSignatureValid(verifiers.build(responder)), "the response's signature");
      assertTrue(
          responder.isSignatureValid(verifiers.build(system.certificate("ca.pem"))),
          "the responder's certificate is not the CA's");
      return basic;
    } catch (OCSPException
        | OperatorCreationException
        | org.bouncycastle.cert.CertException
        | java.security.cert.CertificateException e) {
      throw new AssertionError("not verifiable", e);
    }
  }

  /** What a node says of a certificate of the demo's CA: good, on hold, revoked or unknown. */
  static String said(
      RunningSystem system, Client client, BigInteger serial, URI ocsp, boolean cacheable) {
    OcspQuestion question = new OcspQuestion(system).about(serial);
    byte[] answer;
    if (cacheable) {
      answer = client.getUri(URI.create(ocsp + "/" + question.asPath())).expect(200).octets();
    } else {
      byte[] nonce = new byte[NONCE_OCTETS];
      new Random().nextBytes(nonce);
      answer = client.postUri(ocsp, TYPE, question.withNonce(nonce).encoded()).expect(200).octets();
    }
    SingleResp[] singles = verified(system, response(answer)).getResponses();
    assertEquals(serial, singles[0].getCertID().getSerialNumber());
    return said(singles[0]);
  }

  private static String said(SingleResp single) {
    if (single.getCertStatus() instanceof RevokedStatus revoked) {
      boolean onHold = revoked.hasRevocationReason() && revoked.getRevocationReason() == 6;
      return onHold ? "on hold" : "revoked";
    }
    return single.getCertStatus() == null ? "good" : "unknown";
  }
}
