package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.revocationstatus.OcspWorld.NEVER_ISSUED;
import static org.opentws.revocationstatus.OcspWorld.NONCE;
import static org.opentws.revocationstatus.OcspWorld.SERIAL;
import static org.opentws.revocationstatus.OcspWorld.nonce;
import static org.opentws.revocationstatus.OcspWorld.request;
import static org.opentws.revocationstatus.OcspWorld.status;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class OcspServiceTest {
  private final OcspWorld world = new OcspWorld();
  private final TestKeys keys = world.keys;
  private final TestAuditLog audit = world.audit;
  private final TestStatusRepository repository = world.repository;

  private void change(CertificateState state, Optional<Integer> reason, Optional<Instant> invalid) {
    world.change(state, reason, invalid);
  }

  private CertificateID id(SerialNumber serial) throws Exception {
    return world.id(serial);
  }

  private OcspAnswer answer(byte[] request) {
    return world.answer(request);
  }

  private BasicOCSPResp basic(OcspAnswer answer) throws Exception {
    return world.basic(answer);
  }

  private SingleResp single(byte[] request) throws Exception {
    return world.single(request);
  }

  @Test
  void issuedCertificateIsGood() throws Exception {
    assertNull(single(request(List.of(id(SERIAL)))).getCertStatus(), "null means good");
  }

  @Test
  void answerIsCanonicalDer() throws Exception {
    Instant invalid = Instant.parse("2026-05-30T00:00:00Z");
    change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.of(invalid));
    for (byte[] request :
        List.of(
            request(List.of(id(SERIAL))),
            request(List.of(id(NEVER_ISSUED)), nonce(128)),
            request(List.of(id(SERIAL), id(NEVER_ISSUED), id(SERIAL)), nonce(1)))) {
      byte[] response = answer(request).response().octets();
      assertArrayEquals(response, new OCSPResp(response).toASN1Structure().getEncoded("DER"));
      byte[] basic = basic(answer(request)).getEncoded();
      assertArrayEquals(basic, ASN1Primitive.fromByteArray(basic).getEncoded("DER"));
    }
  }

  @Test
  void answerSaysWhenAndForHowLong() throws Exception {
    BasicOCSPResp basic = basic(answer(request(List.of(id(SERIAL)))));
    Instant now = Instant.parse("2026-06-01T12:00:00Z");
    assertEquals(now, basic.getProducedAt().toInstant());
    assertEquals(now, basic.getResponses()[0].getThisUpdate().toInstant());
    assertEquals(
        now.plus(Duration.ofMinutes(10)), basic.getResponses()[0].getNextUpdate().toInstant());
  }

  @Test
  void responderIsNamedByItsKey() throws Exception {
    byte[] keyHash =
        java.security.MessageDigest.getInstance("SHA-1")
            .digest(keys.ocspCertificate.getSubjectPublicKeyInfo().getPublicKeyData().getOctets());
    BasicOCSPResp basic = basic(answer(request(List.of(id(SERIAL)))));
    assertTrue(Arrays.equals(keyHash, basic.getResponderId().toASN1Primitive().getKeyHash()));
  }

  @Test
  void revokedCertificateIsRevokedWithReasonTimeAndInvalidityDate() throws Exception {
    Instant invalid = Instant.parse("2026-05-30T00:00:00Z");
    change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.of(invalid));
    SingleResp single = single(request(List.of(id(SERIAL))));
    RevokedStatus revoked = assertInstanceOf(RevokedStatus.class, single.getCertStatus());
    assertEquals(CRLReason.keyCompromise, revoked.getRevocationReason());
    assertEquals(Instant.parse("2026-05-31T08:00:00Z"), revoked.getRevocationTime().toInstant());
    assertEquals(
        invalid,
        ASN1GeneralizedTime.getInstance(
                single.getExtension(Extension.invalidityDate).getParsedValue())
            .getDate()
            .toInstant());
  }

  @Test
  void unspecifiedReasonIsLeftOut() throws Exception {
    change(CertificateState.REVOKED, Optional.of(CRLReason.unspecified), Optional.empty());
    RevokedStatus revoked =
        assertInstanceOf(RevokedStatus.class, single(request(List.of(id(SERIAL)))).getCertStatus());
    assertFalse(revoked.hasRevocationReason());
  }

  @Test
  void suspendedCertificateIsOnHoldAndReinstatedOneIsGood() throws Exception {
    change(CertificateState.SUSPENDED, Optional.of(CRLReason.certificateHold), Optional.empty());
    RevokedStatus held =
        assertInstanceOf(RevokedStatus.class, single(request(List.of(id(SERIAL)))).getCertStatus());
    assertEquals(CRLReason.certificateHold, held.getRevocationReason());
    change(CertificateState.GOOD, Optional.empty(), Optional.empty());
    assertNull(single(request(List.of(id(SERIAL)))).getCertStatus());
  }

  @Test
  void neverIssuedSerialIsUnknown() throws Exception {
    assertInstanceOf(
        UnknownStatus.class, single(request(List.of(id(NEVER_ISSUED)))).getCertStatus());
  }

  @Test
  void questionAboutANeverIssuedSerialIsAnAlarmButNotForEachQuestion() throws Exception {
    single(request(List.of(id(SERIAL))));
    assertEquals(0, audit.of(AuditEventType.ALARM_RAISED).size());
    single(request(List.of(id(NEVER_ISSUED))));
    single(request(List.of(id(NEVER_ISSUED))));
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
  }

  @Test
  void impossibleSerialIsUnknown() throws Exception {
    for (BigInteger serial :
        List.of(BigInteger.ZERO, BigInteger.valueOf(-5), BigInteger.ONE.shiftLeft(400))) {
      CertificateID id = world.id(OIWObjectIdentifiers.idSHA1, keys.ca.certificate(), serial);
      assertInstanceOf(UnknownStatus.class, single(request(List.of(id))).getCertStatus());
    }
  }

  @Test
  void neverIssuedSerialIsExtendedRevokedByPolicy() throws Exception {
    world.configuration.notIssued = RevocationStatusConfiguration.NotIssued.REVOKED;
    BasicOCSPResp basic = basic(answer(request(List.of(id(NEVER_ISSUED)))));
    RevokedStatus revoked =
        assertInstanceOf(RevokedStatus.class, basic.getResponses()[0].getCertStatus());
    assertEquals(CRLReason.certificateHold, revoked.getRevocationReason());
    assertEquals(Instant.EPOCH, revoked.getRevocationTime().toInstant());
    assertTrue(basic.getExtensionOIDs().contains(new ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.9")));
  }

  @Test
  void eachDigestOfCertIdIsUnderstoodAndRepeated() throws Exception {
    for (ASN1ObjectIdentifier digest :
        List.of(
            OIWObjectIdentifiers.idSHA1,
            NISTObjectIdentifiers.id_sha256,
            NISTObjectIdentifiers.id_sha384,
            NISTObjectIdentifiers.id_sha512)) {
      CertificateID asked = world.id(digest, keys.ca.certificate(), SERIAL.value());
      SingleResp single = single(request(List.of(asked)));
      assertEquals(asked, single.getCertID());
      assertNull(single.getCertStatus());
    }
  }

  @Test
  void severalCertificatesAreAnsweredInTheirOrder() throws Exception {
    change(CertificateState.REVOKED, Optional.of(CRLReason.superseded), Optional.empty());
    SoftwareCa foreign = new SoftwareCa("Foreign CA");
    List<CertificateID> asked =
        List.of(
            id(NEVER_ISSUED),
            id(SERIAL),
            world.id(OIWObjectIdentifiers.idSHA1, foreign.certificate(), SERIAL.value()));
    SingleResp[] singles = basic(answer(request(asked))).getResponses();
    assertEquals(asked, Arrays.stream(singles).map(SingleResp::getCertID).toList());
    assertInstanceOf(UnknownStatus.class, singles[0].getCertStatus());
    assertInstanceOf(RevokedStatus.class, singles[1].getCertStatus());
    assertInstanceOf(UnknownStatus.class, singles[2].getCertStatus());
  }

  @Test
  void tooManyCertificatesAreMalformed() throws Exception {
    List<CertificateID> asked = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      asked.add(id(SERIAL));
    }
    assertEquals(OCSPResp.SUCCESSFUL, status(answer(request(asked))));
    asked.add(id(SERIAL));
    assertEquals(OCSPResp.MALFORMED_REQUEST, status(answer(request(asked))));
  }

  @Test
  void foreignIssuerIsUnauthorized() throws Exception {
    SoftwareCa foreign = new SoftwareCa("Foreign CA");
    CertificateID id = world.id(OIWObjectIdentifiers.idSHA1, foreign.certificate(), SERIAL.value());
    assertEquals(OCSPResp.UNAUTHORIZED, status(answer(request(List.of(id)))));
  }

  @Test
  void sameNameWithAnotherKeyIsForeign() throws Exception {
    SoftwareCa impostor = new SoftwareCa("Issuing CA");
    CertificateID id =
        world.id(OIWObjectIdentifiers.idSHA1, impostor.certificate(), SERIAL.value());
    assertEquals(OCSPResp.UNAUTHORIZED, status(answer(request(List.of(id)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 128})
  void nonceIsRepeated(int octets) throws Exception {
    Extension asked = nonce(octets);
    BasicOCSPResp basic = basic(answer(request(List.of(id(SERIAL)), asked)));
    assertEquals(asked.getExtnValue(), basic.getExtension(NONCE).getExtnValue());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 129})
  void nonceOfWrongSizeIsMalformed(int octets) throws Exception {
    assertEquals(
        OCSPResp.MALFORMED_REQUEST, status(answer(request(List.of(id(SERIAL)), nonce(octets)))));
  }

  @Test
  void nonceThatIsNoOctetStringIsMalformed() throws Exception {
    Extension bad = new Extension(NONCE, false, new byte[] {1, 2, 3});
    assertEquals(OCSPResp.MALFORMED_REQUEST, status(answer(request(List.of(id(SERIAL)), bad))));
  }

  @Test
  void unknownCriticalExtensionIsMalformed() throws Exception {
    ASN1ObjectIdentifier oid = new ASN1ObjectIdentifier("1.2.3.4");
    assertEquals(
        OCSPResp.MALFORMED_REQUEST,
        status(answer(request(List.of(id(SERIAL)), new Extension(oid, true, new byte[] {5, 0})))));
    assertEquals(
        OCSPResp.SUCCESSFUL,
        status(answer(request(List.of(id(SERIAL)), new Extension(oid, false, new byte[] {5, 0})))));
  }

  @Test
  void withoutDeviceOrKeyTheAnswerIsTryLater() throws Exception {
    byte[] request = request(List.of(id(SERIAL)));
    keys.deviceFailure =
        Optional.of(new ServiceUnavailable(ServiceUnavailable.Cause.DEVICE, "lost"));
    assertEquals(OCSPResp.TRY_LATER, status(answer(request)));
  }

  @Test
  void withoutItsRecordNoAnswerLeaves() throws Exception {
    byte[] request = request(List.of(id(SERIAL)));
    audit.failure = Optional.of(new ServiceUnavailable(ServiceUnavailable.Cause.AUDIT, "full"));
    assertEquals(OCSPResp.TRY_LATER, status(answer(request)));
    audit.failsAtOnce = true;
    assertEquals(OCSPResp.TRY_LATER, status(answer(request)));
  }

  @Test
  void whileTheDatabaseIsAwayTheAnswerIsTryLater() throws Exception {
    repository.failure =
        Optional.of(new ServiceUnavailable(ServiceUnavailable.Cause.DATABASE, "away"));
    assertEquals(OCSPResp.TRY_LATER, status(answer(request(List.of(id(SERIAL))))));
  }

  @Test
  void statusSetBackBySqlIsNeverSignedAsGood() throws Exception {
    change(CertificateState.REVOKED, Optional.of(CRLReason.keyCompromise), Optional.empty());
    repository.insertGood("issuing", SERIAL, false);
    assertEquals(OCSPResp.INTERNAL_ERROR, status(answer(request(List.of(id(SERIAL))))));
    assertEquals(1, audit.of(AuditEventType.ALARM_RAISED).size());
    repository.rows.clear();
    assertEquals(OCSPResp.INTERNAL_ERROR, status(answer(request(List.of(id(SERIAL))))));
  }

  @Test
  void requestAndAnswerAreRecorded() throws Exception {
    answer(request(List.of(id(SERIAL)), nonce(16)));
    answer(new byte[] {1, 2, 3});
    assertEquals(2, audit.of(AuditEventType.OCSP_ANSWERED).size());
    var details = audit.of(AuditEventType.OCSP_ANSWERED).get(0).details();
    assertEquals("192.0.2.1", details.get("requester"));
    assertEquals("1a2b=GOOD", details.get("statuses"));
    assertEquals("SUCCESSFUL", details.get("responseStatus"));
    assertTrue(details.containsKey("nonce") && details.containsKey("responseSha256"));
    assertEquals(
        "MALFORMED_REQUEST",
        audit.of(AuditEventType.OCSP_ANSWERED).get(1).details().get("responseStatus"));
  }

  @Test
  void getIsReadInEveryBase64Form() throws Exception {
    byte[] request = request(List.of(id(SERIAL)));
    String plain = Base64.getEncoder().encodeToString(request);
    for (String path :
        List.of(
            plain,
            plain.replace("=", ""),
            Base64.getUrlEncoder().encodeToString(request),
            plain.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
            plain.replace("+", "%2b").replace("/", "%2f").replace("=", "%3d"))) {
      OcspAnswer answer = world.answer(OcspCall.ofPath(path, "192.0.2.1"));
      assertEquals(OCSPResp.SUCCESSFUL, status(answer), path);
      assertEquals(Duration.ofSeconds(5), answer.caching().orElseThrow().maxAge());
    }
    assertEquals(
        OCSPResp.MALFORMED_REQUEST,
        status(world.answer(OcspCall.ofPath("no%zzbase64!", "192.0.2.1"))));
  }

  @Test
  void onlyGetWithoutNonceMayBeCached() throws Exception {
    byte[] request = request(List.of(id(SERIAL)));
    byte[] withNonce = request(List.of(id(SERIAL)), nonce(8));
    assertTrue(answer(request).caching().isEmpty(), "POST");
    assertTrue(
        world.answer(new OcspCall(Der.of(withNonce), "192.0.2.1", true)).caching().isEmpty(),
        "nonce");
    assertTrue(
        world.answer(new OcspCall(Der.of(request), "192.0.2.1", true)).caching().isPresent(),
        "GET");
  }
}
