package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.OCSPReqBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class OcspServiceTest {
  private static final ASN1ObjectIdentifier NONCE = OCSPObjectIdentifiers.id_pkix_ocsp_nonce;
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.valueOf(0x1a2b));
  private static final SerialNumber NEVER_ISSUED = new SerialNumber(BigInteger.valueOf(0x9999));

  private final TestKeys keys = new TestKeys();
  private final TestTime time = new TestTime();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestStatusRepository repository = new TestStatusRepository();
  private final KnownChanges known = new KnownChanges();
  private final StoredCertificateStatusDatabase database = new StoredCertificateStatusDatabase();
  private final RevocationStatusConfiguration configuration = new RevocationStatusConfiguration();
  private final OcspService service = new OcspService();

  @BeforeEach
  void assemble() {
    database.repository = repository;
    database.knownChanges = known;
    known.readToTheEnd();
    configuration.ocspValidity = Duration.ofMinutes(10);
    configuration.ocspHttpMaxAge = Duration.ofSeconds(5);
    configuration.notIssued = RevocationStatusConfiguration.NotIssued.UNKNOWN;
    IssuerDirectory directory = new IssuerDirectory();
    directory.keyRegister = keys;
    directory.trustedTime = time;
    OcspResponder responder = new OcspResponder();
    responder.keyUse = keys;
    service.statusDatabase = database;
    service.issuerDirectory = directory;
    service.responder = responder;
    service.configuration = configuration;
    service.trustedTime = time;
    service.auditLog = audit;
    service.randomness = new Randomness();
    repository.insertGood("issuing", SERIAL, false);
  }

  private void change(CertificateState state, Optional<Integer> reason, Optional<Instant> invalid) {
    database.apply(
        new CertificateStatus(
            "issuing",
            SERIAL,
            state,
            reason,
            Optional.of(Instant.parse("2026-05-31T08:00:00Z")),
            invalid));
    repository
        .changesAfter(known.lastSequence(), 10)
        .forEach(row -> assertEquals(KnownChanges.Fit.NEXT, known.hear(row)));
  }

  private CertificateID id(ASN1ObjectIdentifier digest, X509CertificateHolder ca, BigInteger serial)
      throws Exception {
    return new CertificateID(
        new JcaDigestCalculatorProviderBuilder().build().get(new AlgorithmIdentifier(digest)),
        ca,
        serial);
  }

  private CertificateID id(SerialNumber serial) throws Exception {
    return id(OIWObjectIdentifiers.idSHA1, keys.ca.certificate(), serial.value());
  }

  private static byte[] request(List<CertificateID> ids, Extension... extensions) throws Exception {
    OCSPReqBuilder builder = new OCSPReqBuilder();
    ids.forEach(builder::addRequest);
    if (extensions.length > 0) {
      builder.setRequestExtensions(new Extensions(extensions));
    }
    return builder.build().getEncoded();
  }

  private static Extension nonce(int octets) throws Exception {
    byte[] value = new byte[octets];
    Arrays.fill(value, (byte) 7);
    return new Extension(NONCE, false, new DEROctetString(value).getEncoded());
  }

  private OcspAnswer answer(byte[] request) {
    return answer(new OcspCall(Der.of(request), "192.0.2.1", false));
  }

  private OcspAnswer answer(OcspCall call) {
    List<OcspAnswer> answers = new ArrayList<>();
    service.answer(call, answers::add);
    assertEquals(1, answers.size(), "the completion is called exactly once");
    return answers.get(0);
  }

  private static int status(OcspAnswer answer) throws Exception {
    return new OCSPResp(answer.response().octets()).getStatus();
  }

  private BasicOCSPResp basic(OcspAnswer answer) throws Exception {
    OCSPResp response = new OCSPResp(answer.response().octets());
    assertEquals(OCSPResp.SUCCESSFUL, response.getStatus());
    BasicOCSPResp basic = (BasicOCSPResp) response.getResponseObject();
    assertTrue(
        basic.isSignatureValid(
            new JcaContentVerifierProviderBuilder().build(keys.ocspCertificate)));
    assertEquals(List.of(keys.ocspCertificate), List.of(basic.getCerts()));
    return basic;
  }

  private SingleResp single(byte[] request) throws Exception {
    SingleResp[] singles = basic(answer(request)).getResponses();
    assertEquals(1, singles.length);
    return singles[0];
  }

  @Test
  void issuedCertificateIsGood() throws Exception {
    assertNull(single(request(List.of(id(SERIAL)))).getCertStatus(), "null means good");
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
  void impossibleSerialIsUnknown() throws Exception {
    for (BigInteger serial :
        List.of(BigInteger.ZERO, BigInteger.valueOf(-5), BigInteger.ONE.shiftLeft(400))) {
      CertificateID id = id(OIWObjectIdentifiers.idSHA1, keys.ca.certificate(), serial);
      assertInstanceOf(UnknownStatus.class, single(request(List.of(id))).getCertStatus());
    }
  }

  @Test
  void neverIssuedSerialIsExtendedRevokedByPolicy() throws Exception {
    configuration.notIssued = RevocationStatusConfiguration.NotIssued.REVOKED;
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
      CertificateID asked = id(digest, keys.ca.certificate(), SERIAL.value());
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
            id(OIWObjectIdentifiers.idSHA1, foreign.certificate(), SERIAL.value()));
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
    CertificateID id = id(OIWObjectIdentifiers.idSHA1, foreign.certificate(), SERIAL.value());
    assertEquals(OCSPResp.UNAUTHORIZED, status(answer(request(List.of(id)))));
  }

  @Test
  void sameNameWithAnotherKeyIsForeign() throws Exception {
    SoftwareCa impostor = new SoftwareCa("Issuing CA");
    CertificateID id = id(OIWObjectIdentifiers.idSHA1, impostor.certificate(), SERIAL.value());
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
  void untilTheChangeLogIsReadTheAnswerIsTryLater() throws Exception {
    database.knownChanges = new KnownChanges();
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
      OcspAnswer answer = answer(OcspCall.ofPath(path, "192.0.2.1"));
      assertEquals(OCSPResp.SUCCESSFUL, status(answer), path);
      assertEquals(Duration.ofSeconds(5), answer.caching().orElseThrow().maxAge());
    }
    assertEquals(
        OCSPResp.MALFORMED_REQUEST, status(answer(OcspCall.ofPath("no%zzbase64!", "192.0.2.1"))));
  }

  @Test
  void onlyGetWithoutNonceMayBeCached() throws Exception {
    byte[] request = request(List.of(id(SERIAL)));
    byte[] withNonce = request(List.of(id(SERIAL)), nonce(8));
    assertTrue(answer(request).caching().isEmpty(), "POST");
    assertTrue(
        answer(new OcspCall(Der.of(withNonce), "192.0.2.1", true)).caching().isEmpty(), "nonce");
    assertTrue(
        answer(new OcspCall(Der.of(request), "192.0.2.1", true)).caching().isPresent(), "GET");
  }
}
