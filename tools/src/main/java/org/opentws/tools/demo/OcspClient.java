package org.opentws.tools.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.opentws.tools.rest.Connection;

/** A relying party that asks for a certificate's status and checks the answer's signature. */
final class OcspClient {
  static final String GOOD = "good";
  static final String REVOKED_KEY_COMPROMISE = "revoked, reason " + CRLReason.keyCompromise;

  private final DemoSystem system;
  private final Connection connection;

  OcspClient(DemoSystem system, Connection connection) {
    this.system = system;
    this.connection = connection;
  }

  String status(X509Certificate certificate) throws Exception {
    X509CertificateHolder issuer =
        new JcaX509CertificateHolder(Pem.certificate(Files.readAllBytes(system.demo("ca.pem"))));
    DigestCalculator sha1 =
        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    CertificateID id = new CertificateID(sha1, issuer, certificate.getSerialNumber());
    byte[] request = new OCSPReqBuilder().addRequest(id).build().getEncoded();
    byte[] answer =
        connection.exchange(system.publicHttp() + "/ocsp", "application/ocsp-request", request);
    return words(verified(answer, issuer).getResponses()[0].getCertStatus());
  }

  private BasicOCSPResp verified(byte[] answer, X509CertificateHolder issuer) throws Exception {
    OCSPResp response = new OCSPResp(answer);
    if (response.getStatus() != OCSPResp.SUCCESSFUL) {
      throw new DemoFailure("OCSP answers with status " + response.getStatus() + ".");
    }
    BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
    X509CertificateHolder responder = basic.getCerts()[0];
    JcaContentVerifierProviderBuilder verifier = new JcaContentVerifierProviderBuilder();
    if (!responder.isSignatureValid(verifier.build(issuer))
        || !basic.isSignatureValid(verifier.build(responder))) {
      throw new DemoFailure("The OCSP answer's signature does not verify.");
    }
    keep(responder);
    return basic;
  }

  private void keep(X509CertificateHolder responder) throws IOException {
    Pem.write(system.demo("ocsp.pem"), "CERTIFICATE", responder.getEncoded());
  }

  private static String words(CertificateStatus status) {
    if (status == CertificateStatus.GOOD) {
      return GOOD;
    }
    return status instanceof RevokedStatus revoked && revoked.hasRevocationReason()
        ? "revoked, reason " + revoked.getRevocationReason()
        : "unknown, or revoked without a reason";
  }
}
