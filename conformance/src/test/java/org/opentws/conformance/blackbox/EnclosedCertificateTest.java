package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.isismtt.ISISMTTObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** The certificate comes along with its status, if asked for and agreed to (5.3.6.1, RS1.4). */
@Tag("blackbox")
class EnclosedCertificateTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static final int NEVER_ISSUED_BITS = 150;

  private static Issued agreed;
  private static Issued refused;

  @BeforeAll
  static void twoSubjects() {
    agreed = JOURNEY.issue(Subscriber.named("Agreed"));
    Subscriber other = Subscriber.named("Refused");
    Map<String, Object> application = new HashMap<>(other.application());
    application.put("consent", false);
    refused = JOURNEY.issue(other, application);
  }

  private static BigInteger serial(Issued issued) {
    return issued.certificate().getSerialNumber();
  }

  private static Extension wish(boolean wanted) {
    try {
      return new Extension(
          ISISMTTObjectIdentifiers.id_isismtt_at_retrieveIfAllowed,
          false,
          ASN1Boolean.getInstance(wanted).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static SingleResp asked(BigInteger serial) {
    return new OcspQuestion(SYSTEM).about(serial, wish(true)).answer().getResponses()[0];
  }

  private static Extension enclosed(SingleResp single) {
    return single.getExtension(ISISMTTObjectIdentifiers.id_isismtt_at_requestedCertificate);
  }

  @Test
  @Requirement({"FUNC-5.3.6.1.d", "RS1.4-s3", "D1.1"})
  void certificateOfASubjectWhoAgreedComesWithItsStatusOnRequest() {
    SingleResp single = asked(serial(agreed));
    assertEquals(CertificateStatus.GOOD, single.getCertStatus());
    byte[] octets = enclosed(single).getExtnValue().getOctets();
    assertEquals(agreed.certificate(), RunningSystem.certificate(octets));
    String records =
        JOURNEY
            .as("system-auditor-1")
            .get("/audit/records?type=OCSP_ANSWERED&text=" + agreed.serial() + "&limit=5")
            .expect(200)
            .text();
    assertTrue(records.contains("\"enclosed\""), records);
  }

  @Test
  @Requirement(
      value = {"FUNC-5.3.6.1.d", "RS1.4-s3", "D1.1"},
      kind = Kind.NEGATIVE)
  void withoutConsentOrWithoutAWishTheStatusComesAlone() {
    SingleResp single = asked(serial(refused));
    assertEquals(CertificateStatus.GOOD, single.getCertStatus());
    assertNull(enclosed(single), "the certificate of a subject who did not agree");
    OcspQuestion declined = new OcspQuestion(SYSTEM).about(serial(agreed), wish(false));
    assertNull(enclosed(declined.answer().getResponses()[0]), "nobody wanted it");
    SingleResp plain = new OcspQuestion(SYSTEM).about(serial(agreed)).answer().getResponses()[0];
    assertNull(enclosed(plain), "nobody asked for it");
    SingleResp never = asked(BigInteger.ONE.shiftLeft(NEVER_ISSUED_BITS));
    assertInstanceOf(UnknownStatus.class, never.getCertStatus());
    assertNull(enclosed(never));
  }

  /** An answer to a GET may be given again: not to one who asked for less, or more. */
  @Test
  @Requirement(value = "RS1.4", kind = Kind.NEGATIVE)
  void cachesAndRevocationDoNotMixUpWhatWasAskedFor() {
    Issued issued = JOURNEY.issue(Subscriber.named("Cached"));
    BigInteger serial = serial(issued);
    for (int i = 0; i < 2; i++) {
      assertNull(enclosed(byGet(new OcspQuestion(SYSTEM).about(serial))));
      Extension certificate = enclosed(byGet(new OcspQuestion(SYSTEM).about(serial, wish(true))));
      assertEquals(
          issued.certificate(), RunningSystem.certificate(certificate.getExtnValue().getOctets()));
    }
    JOURNEY.revoke(issued.serial(), "keyCompromise").expect(200);
    SingleResp revoked = byGet(new OcspQuestion(SYSTEM).about(serial, wish(true)));
    assertInstanceOf(RevokedStatus.class, revoked.getCertStatus());
  }

  private static SingleResp byGet(OcspQuestion question) {
    URI uri = URI.create(SYSTEM.uri("ocsp") + "/" + question.asPath());
    byte[] answer = SYSTEM.anonymous().getUri(uri).expect(200).octets();
    return OcspQuestion.verified(SYSTEM, OcspQuestion.response(answer)).getResponses()[0];
  }
}
