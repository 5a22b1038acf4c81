package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.opentws.revocationstatus.OcspWorld.SERIAL;

import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.isismtt.ISISMTTObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** The certificate itself comes along if it was asked for and its subject agreed (RS1.4-s3). */
class OcspEnclosureTest {
  private final OcspWorld world = new OcspWorld();
  private final Der certificate = certificate();

  private Der certificate() {
    try {
      return Der.of(world.keys.ca.certificate().getEncoded());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private OCSPReqBuilder question(SerialNumber serial, boolean asked, boolean critical)
      throws Exception {
    Extension extension =
        new Extension(
            ISISMTTObjectIdentifiers.id_isismtt_at_retrieveIfAllowed,
            critical,
            ASN1Boolean.getInstance(asked).getEncoded());
    return new OCSPReqBuilder().addRequest(world.id(serial), new Extensions(extension));
  }

  private SingleResp single(OCSPReqBuilder question, boolean byGet) throws Exception {
    OcspCall call = new OcspCall(Der.of(question.build().getEncoded()), "192.0.2.1", byGet);
    return world.basic(world.answer(call)).getResponses()[0];
  }

  private static Extension enclosed(SingleResp single) {
    return single.getExtension(ISISMTTObjectIdentifiers.id_isismtt_at_requestedCertificate);
  }

  private void agree() {
    world.agreed.put(new CertificateName("issuing", SERIAL), certificate);
  }

  @Test
  void certificateOfASubjectWhoAgreedIsEnclosedOnRequest() throws Exception {
    agree();
    Extension enclosed = enclosed(single(question(SERIAL, true, true), false));
    assertArrayEquals(certificate.octets(), enclosed.getExtnValue().getOctets());
    assertFalse(enclosed.isCritical());
    assertEquals(
        SERIAL.hex(),
        world.audit.of(AuditEventType.OCSP_ANSWERED).get(0).details().get("enclosed"));
  }

  @Test
  void nothingIsEnclosedWithoutConsentWithoutAWishOrForANumberNeverIssued() throws Exception {
    assertNull(enclosed(single(question(SERIAL, true, false), false)));
    agree();
    assertNull(enclosed(single(question(SERIAL, false, false), false)));
    assertNull(enclosed(single(new OCSPReqBuilder().addRequest(world.id(SERIAL)), false)));
    world.agreed.put(new CertificateName("issuing", OcspWorld.NEVER_ISSUED), certificate);
    assertNull(enclosed(single(question(OcspWorld.NEVER_ISSUED, true, false), false)));
    world.service.enclosure.mayEnclose = false;
    assertNull(enclosed(single(question(SERIAL, true, false), false)));
  }

  @Test
  void anAnswerWithACertificateIsNotGivenToOthersAgain() throws Exception {
    agree();
    world.beat();
    single(question(SERIAL, true, false), true);
    assertNull(enclosed(single(new OCSPReqBuilder().addRequest(world.id(SERIAL)), true)));
    single(new OCSPReqBuilder().addRequest(world.id(SERIAL)), true);
    assertArrayEquals(
        certificate.octets(),
        enclosed(single(question(SERIAL, true, false), true)).getExtnValue().getOctets());
  }

  @Test
  void statusIsAnsweredWhateverBecomesOfTheCertificate() throws Exception {
    agree();
    world.gateIsBroken = true;
    SingleResp single = single(question(SERIAL, true, false), false);
    assertNull(enclosed(single));
    assertEquals(CertificateStatus.GOOD, single.getCertStatus());
    assertEquals(1, world.lost.size());
  }

  @Test
  void aWishThatIsNoBooleanIsMalformed() throws Exception {
    Extension extension =
        new Extension(
            ISISMTTObjectIdentifiers.id_isismtt_at_retrieveIfAllowed,
            false,
            new org.bouncycastle.asn1.ASN1Integer(1).getEncoded());
    byte[] request =
        new OCSPReqBuilder()
            .addRequest(world.id(SERIAL), new Extensions(extension))
            .build()
            .getEncoded();
    assertEquals(OCSPResp.MALFORMED_REQUEST, OcspWorld.status(world.answer(request)));
  }
}
