package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.SoftwareCa;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Whose signature counts for a certificate: that of its own key, and no other (RM1.5c). */
class SubjectSignatureTest {
  private static final String CONTENT = "{\"id\": \"1\"}";
  private static final BigInteger SERIAL = BigInteger.valueOf(77);

  private final SoftwareCa ca = new SoftwareCa("Issuing CA");
  private final KeyPair keys = SoftwareCa.keyPair();
  private final X509CertificateHolder own =
      ca.certify(SERIAL, "Subject", keys.getPublic(), SoftwareCa.Kind.SUBJECT);

  private static Der signed(
      KeyPair keys, X509CertificateHolder certificate, String algorithm, boolean enclosed)
      throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(new JcaContentSignerBuilder(algorithm).build(keys.getPrivate()), certificate));
    if (enclosed) {
      generator.addCertificate(certificate);
    }
    byte[] content = CONTENT.getBytes(StandardCharsets.UTF_8);
    return Der.of(generator.generate(new CMSProcessableByteArray(content), true).getEncoded());
  }

  private SubjectSignature verified(Der signed) throws Exception {
    Der another = Der.of(new SoftwareCa("Another CA").certificate().getEncoded());
    return SubjectSignature.verified(
        signed, List.of(another, Der.of(ca.certificate().getEncoded())));
  }

  private void refused(Refusal why, Der signed) {
    assertEquals(why, assertThrows(RequestRefused.class, () -> verified(signed)).refusal());
  }

  @Test
  void signatureByTheCertificatesOwnKeyCounts() throws Exception {
    SubjectSignature signature = verified(signed(keys, own, "SHA256withECDSA", true));
    assertEquals(new SerialNumber(SERIAL), signature.serial());
    assertEquals(CONTENT, signature.content());
  }

  @Test
  void anotherKeyUnderTheCertificateDoesNotCount() throws Exception {
    refused(
        Refusal.PROOF_OF_POSSESSION_FAILED,
        signed(SoftwareCa.keyPair(), own, "SHA256withECDSA", true));
  }

  @Test
  void certificateThatACaOfTheSameNameMadeDoesNotCount() throws Exception {
    X509CertificateHolder forged =
        new SoftwareCa("Issuing CA")
            .certify(SERIAL, "Subject", keys.getPublic(), SoftwareCa.Kind.SUBJECT);
    refused(Refusal.PROOF_OF_POSSESSION_FAILED, signed(keys, forged, "SHA256withECDSA", true));
  }

  @Test
  void certificateThatIsNotEnclosedAndADigestThatIsBrokenDoNotCount() throws Exception {
    refused(Refusal.PROOF_OF_POSSESSION_FAILED, signed(keys, own, "SHA256withECDSA", false));
    refused(Refusal.PROOF_OF_POSSESSION_FAILED, signed(keys, own, "SHA1withECDSA", true));
  }

  @Test
  void whateverOctetIsAlteredNothingElseIsBelieved() throws Exception {
    byte[] genuine = signed(keys, own, "SHA256withECDSA", true).octets();
    for (int i = 0; i < genuine.length; i++) {
      byte[] altered = genuine.clone();
      altered[i] ^= 0x01;
      try {
        SubjectSignature said = verified(Der.of(altered));
        // Octets that nobody signs, such as the certificate's algorithm parameters, may change.
        assertEquals(CONTENT, said.content(), "octet " + i);
        assertEquals(new SerialNumber(SERIAL), said.serial(), "octet " + i);
      } catch (RequestRefused e) {
        assertEquals(true, refusals().contains(e.refusal()), "octet " + i + ": " + e.refusal());
      }
    }
  }

  private static List<Refusal> refusals() {
    return List.of(Refusal.MALFORMED_REQUEST, Refusal.PROOF_OF_POSSESSION_FAILED);
  }

  @Test
  void whatIsNoSignedDataIsMalformed() throws Exception {
    byte[] genuine = signed(keys, own, "SHA256withECDSA", true).octets();
    for (byte[] garbage :
        List.of(
            new byte[0],
            new byte[] {0x30, 0},
            new byte[100_000],
            Arrays.copyOf(genuine, genuine.length - 1),
            Arrays.copyOf(genuine, genuine.length + 1))) {
      refused(Refusal.MALFORMED_REQUEST, Der.of(garbage));
    }
  }
}
