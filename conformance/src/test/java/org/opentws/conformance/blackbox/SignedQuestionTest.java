package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** A node whose policy demands a signature under each status request (RFC 6960, 4.1.2). */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class SignedQuestionTest {
  private static final int SIG_REQUIRED = 5;
  private static final int UNAUTHORIZED = 6;
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final SecondNode NODE = new SecondNode(SYSTEM);
  private static final Path POLICY = new Node(SYSTEM).run().resolve("config/request-signers.pem");
  private static final Subscriber ASKER = Subscriber.named("Asker");
  private static Issued issued;

  @BeforeAll
  static void demandSignatures() throws IOException {
    new Activation(SYSTEM).ensureOpen();
    issued = new Journey(SYSTEM).issue(ASKER);
    Files.copy(SYSTEM.path("ca.pem"), POLICY);
    NODE.configure(List.of("opentws.revocationstatus.request-signers=" + POLICY)).start();
  }

  @AfterAll
  static void stop() throws IOException {
    NODE.stop();
    Files.delete(POLICY);
  }

  private static OCSPReqBuilder question() throws Exception {
    BigInteger serial = new BigInteger(issued.serial(), 16);
    return new OCSPReqBuilder()
        .addRequest(new OcspQuestion(SYSTEM).id(SYSTEM.certificate("ca.pem"), serial));
  }

  private static byte[] signedBy(Subscriber signer) throws Exception {
    X509CertificateHolder certificate = new JcaX509CertificateHolder(issued.certificate());
    return question()
        .setRequestorName(new GeneralName(certificate.getSubject()))
        .build(
            new JcaContentSignerBuilder("SHA256withECDSA").build(signer.keys().getPrivate()),
            new X509CertificateHolder[] {certificate})
        .getEncoded();
  }

  private static int status(byte[] request) throws IOException {
    byte[] answer =
        SYSTEM
            .anonymous()
            .postUri(NODE.uri(SYSTEM.uri("ocsp").getPath()), "application/ocsp-request", request)
            .expect(200)
            .octets();
    return new OCSPResp(answer).getStatus();
  }

  @Test
  @Requirement("RS2-t1")
  void questionSignedByWhomThePolicyAdmitsIsAnswered() throws Exception {
    assertEquals(OCSPResp.SUCCESSFUL, status(signedBy(ASKER)));
  }

  @Test
  @Requirement(value = "RS2-t1", kind = Kind.NEGATIVE)
  void questionWithoutThatSignatureIsRefusedInTheProtocolsWords() throws Exception {
    assertEquals(SIG_REQUIRED, status(question().build().getEncoded()));
    assertEquals(UNAUTHORIZED, status(signedBy(Subscriber.named("Somebody"))));
    byte[] altered = signedBy(ASKER);
    // In the CA's signature under the asker's certificate, which ends the request.
    altered[altered.length - 1] ^= 1;
    assertEquals(UNAUTHORIZED, status(altered));
  }
}
