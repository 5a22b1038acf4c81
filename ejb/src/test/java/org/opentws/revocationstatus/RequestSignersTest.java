package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.value.Der;

class RequestSignersTest {
  private final OcspWorld world = new OcspWorld();
  private final SoftwareCa own = new SoftwareCa("Relying parties");
  private final SoftwareCa foreign = new SoftwareCa("Relying parties");
  private final KeyPair keys = SoftwareCa.keyPair();
  private RequestSigners signers = RequestSigners.of(Optional.empty());

  @BeforeEach
  void readPolicy(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("signers.pem");
    try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(file))) {
      pem.writeObject(new PemObject("CERTIFICATE", own.certificate().getEncoded()));
    }
    signers = RequestSigners.of(Optional.of(file));
  }

  private Der signed(SoftwareCa ca, KeyPair with, String algorithm) throws Exception {
    X509CertificateHolder certificate =
        ca.certify(BigInteger.TWO, "Relying party", keys.getPublic(), SoftwareCa.Kind.SUBJECT);
    return Der.of(
        new OCSPReqBuilder()
            .addRequest(world.id(OcspWorld.SERIAL))
            .setRequestorName(new GeneralName(certificate.getSubject()))
            .build(
                new JcaContentSignerBuilder(algorithm).build(with.getPrivate()),
                new X509CertificateHolder[] {certificate})
            .getEncoded());
  }

  private Optional<OcspFailure> judged(Der request) {
    return signers.objection(request, world.time);
  }

  @Test
  void requestOfSomebodyWhomTheCaCertifiedIsAdmitted() throws Exception {
    assertEquals(Optional.empty(), judged(signed(own, keys, "SHA256withECDSA")));
  }

  @Test
  void requestWithoutASignatureNeedsOne() throws Exception {
    Der unsigned = Der.of(OcspWorld.request(List.of(world.id(OcspWorld.SERIAL))));
    assertEquals(Optional.of(OcspFailure.SIG_REQUIRED), judged(unsigned));
    assertEquals(
        Optional.empty(), RequestSigners.of(Optional.empty()).objection(unsigned, world.time));
  }

  @Test
  void requestWithAnotherSignatureIsNotAdmitted() throws Exception {
    Optional<OcspFailure> refused = Optional.of(OcspFailure.UNAUTHORIZED);
    assertEquals(refused, judged(signed(foreign, keys, "SHA256withECDSA")), "another CA");
    assertEquals(
        refused, judged(signed(own, SoftwareCa.keyPair(), "SHA256withECDSA")), "other key");
    assertEquals(refused, judged(signed(own, keys, "SHA1withECDSA")), "broken hash");
    byte[] altered = signed(own, keys, "SHA256withECDSA").octets();
    altered[40] ^= 1;
    assertEquals(refused, judged(Der.of(altered)), "altered");
  }

  @Test
  void policyThatCannotBeReadAdmitsNobody(@TempDir Path folder) {
    assertThrows(
        IllegalStateException.class,
        () -> RequestSigners.of(Optional.of(folder.resolve("missing.pem"))));
  }
}
