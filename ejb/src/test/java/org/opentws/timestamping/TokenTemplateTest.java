package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class TokenTemplateTest {
  private static final String NAMED = "2.5.4.97=NTRBE-0000000000,CN=Unit 1";

  private static TestUnit unit;
  private static TestUnit otherUnit;

  @BeforeAll
  static void makeUnits() throws Exception {
    unit = TestUnit.of(NAMED, "SHA256withECDSA");
    otherUnit = TestUnit.of("CN=Unit 2", "SHA256withECDSA");
  }

  private static TimeStampingUnit definition(String... more) {
    Map<String, String> parameters = new java.util.HashMap<>();
    parameters.put("unit", "tsu-1");
    parameters.put("policy", "0.4.0.2023.1.1");
    parameters.put("accuracyMillis", "1500");
    for (int i = 0; i < more.length; i += 2) {
      parameters.put(more[i], more[i + 1]);
    }
    return TimeStampingUnit.of(parameters);
  }

  private static TimeStampRequest request(boolean certReq, @Nullable BigInteger nonce)
      throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(certReq);
    return generator.generate(NISTObjectIdentifiers.id_sha256, new byte[32], nonce);
  }

  private static Der response(
      TestUnit signer, TimeStampingUnit unit, TimeStampRequest request, Instant genTime) {
    TokenTemplate template = new TokenTemplate(unit, signer.key);
    TokenTemplate.Composed composed = template.compose(request, SerialNumber.parse("4d2"), genTime);
    RequestImprint.checkCarried(request, composed.tstInfo());
    byte[] signature = signer.sign(composed.signedAttributes());
    assertTrue(template.verifies(composed, signature));
    return TokenTemplate.granted(template.token(composed, signature, request.getCertReq()));
  }

  private static TimeStampToken token(TimeStampingUnit unit, boolean certReq) throws Exception {
    TimeStampRequest request = request(certReq, BigInteger.TEN);
    TimeStampResponse response =
        new TimeStampResponse(
            response(TokenTemplateTest.unit, unit, request, TestUnit.NOW).octets());
    response.validate(request);
    return response.getTimeStampToken();
  }

  @Test
  void tokenSaysWhatWasAskedAndVerifiesWithEachAlgorithm() throws Exception {
    for (String algorithm :
        List.of("SHA256withECDSA", "SHA384withECDSA", "SHA256withRSA", "SHA512withRSA")) {
      TestUnit signer = TestUnit.of("CN=" + algorithm, algorithm);
      TimeStampRequest request = request(true, BigInteger.TEN);
      TimeStampResponse response =
          new TimeStampResponse(response(signer, definition(), request, TestUnit.NOW).octets());
      response.validate(request);
      TimeStampToken token = response.getTimeStampToken();
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer.certificate()));
      assertEquals("0.4.0.2023.1.1", token.getTimeStampInfo().getPolicy().getId());
      assertEquals(1234, token.getTimeStampInfo().getSerialNumber().intValue());
      assertEquals(1, token.getTimeStampInfo().getAccuracy().getSeconds().intValueExact());
      assertEquals(500, token.getTimeStampInfo().getAccuracy().getMillis().intValueExact());
      assertEquals(BigInteger.TEN, token.getTimeStampInfo().getNonce());
      assertEquals(1, token.getCertificates().getMatches(null).size());
    }
  }

  @Test
  void everyOctetIsDer() throws Exception {
    byte[] octets =
        response(unit, definition("qualified", "yes"), request(true, null), TestUnit.NOW).octets();
    assertArrayEquals(ASN1Primitive.fromByteArray(octets).getEncoded(ASN1Encoding.DER), octets);
  }

  @Test
  void genTimeIsInMillisecondsWithoutZerosAtTheEnd() throws Exception {
    Map<String, String> times =
        Map.of(
            "2026-11-24T04:05:06.789123Z", "20261124040506.789Z",
            "2026-11-24T04:05:06.780Z", "20261124040506.78Z",
            "2026-11-24T04:05:06.007Z", "20261124040506.007Z",
            "2026-11-24T04:05:06Z", "20261124040506Z");
    for (Map.Entry<String, String> time : times.entrySet()) {
      byte[] octets =
          response(unit, definition(), request(false, null), Instant.parse(time.getKey())).octets();
      assertEquals(
          time.getValue(),
          new TimeStampResponse(octets)
              .getTimeStampToken()
              .getTimeStampInfo()
              .toASN1Structure()
              .getGenTime()
              .getTimeString());
    }
  }

  @Test
  void signingCertificateIsBoundBySha256() throws Exception {
    TimeStampToken token = token(definition(), true);
    assertEquals(
        1,
        token
            .getSignedAttributes()
            .getAll(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
            .size());
    assertNull(token.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificate));
  }

  @Test
  void certificatesAreLeftOutUnlessAskedFor() throws Exception {
    assertEquals(0, token(definition(), false).getCertificates().getMatches(null).size());
  }

  @Test
  void qualifiedTokenSaysSoOnceAndNotCritically() throws Exception {
    Extensions extensions =
        token(definition("qualified", "yes"), true)
            .getTimeStampInfo()
            .toASN1Structure()
            .getExtensions();
    assertEquals(1, extensions.getExtensionOIDs().length);
    Extension statement = extensions.getExtension(Extension.qCStatements);
    assertFalse(statement.isCritical());
    ASN1Sequence statements = ASN1Sequence.getInstance(statement.getParsedValue());
    assertEquals(1, statements.size());
    assertEquals(
        "[0.4.0.19422.1.1]", ASN1Sequence.getInstance(statements.getObjectAt(0)).toString());
    assertNull(token(definition(), true).getTimeStampInfo().toASN1Structure().getExtensions());
  }

  @Test
  void qualifiedUnitNeedsACertificateThatNamesTheProvider() {
    assertThrows(
        RequestRefused.class,
        () -> new TokenTemplate(definition("qualified", "yes"), otherUnit.key));
  }

  @Test
  void accuracyIsAbsentWhereThePolicyDeclaresNone() throws Exception {
    TimeStampingUnit silent =
        TimeStampingUnit.of(Map.of("unit", "tsu-1", "policy", "0.4.0.2023.1.1"));
    assertNull(token(silent, true).getTimeStampInfo().getAccuracy());
  }

  @Test
  void signatureByAnotherKeyNeverLeaves() throws Exception {
    TokenTemplate template = new TokenTemplate(definition(), unit.key);
    TokenTemplate.Composed composed =
        template.compose(request(true, null), SerialNumber.parse("1"), TestUnit.NOW);
    assertFalse(template.verifies(composed, otherUnit.sign(composed.signedAttributes())));
    assertFalse(template.verifies(composed, new byte[] {1, 2, 3}));
  }

  @Test
  void tokenForAnotherRequestIsNoticed() throws Exception {
    TimeStampRequest request = request(true, BigInteger.ONE);
    byte[] tstInfo =
        new TokenTemplate(definition(), unit.key)
            .compose(request, SerialNumber.parse("1"), TestUnit.NOW)
            .tstInfo();
    RequestImprint.checkCarried(request, tstInfo);
    TimeStampRequest otherNonce = request(true, BigInteger.TWO);
    TimeStampRequest noNonce = request(true, null);
    assertThrows(
        IllegalStateException.class, () -> RequestImprint.checkCarried(otherNonce, tstInfo));
    assertThrows(IllegalStateException.class, () -> RequestImprint.checkCarried(noNonce, tstInfo));
  }

  @Test
  void clockThatNobodyVouchesForStampsNothing() {
    for (TrustedTime bad :
        List.of(
            clock(ClockState.UNKNOWN, 0),
            clock(ClockState.OUT_OF_SYNC, 10),
            clock(ClockState.LEAP_PENDING, 10),
            clock(ClockState.INSYNC, 101))) {
      ServiceUnavailable refusal =
          assertThrows(
              ServiceUnavailable.class, () -> VouchedInstant.of(bad, Duration.ofMillis(100)));
      assertEquals(
          PKIFailureInfo.timeNotAvailable, TimeStampResponses.failureInfo(refusal.missing()));
    }
    for (ClockState good : List.of(ClockState.INSYNC, ClockState.DEGRADED, ClockState.HOLD)) {
      VouchedInstant.of(clock(good, 100), Duration.ofMillis(100));
    }
  }

  private static TrustedTime clock(ClockState state, long boundMillis) {
    return new TrustedTime() {
      @Override
      public Instant now() {
        return TestUnit.NOW;
      }

      @Override
      public long monotonicNanos() {
        return 0;
      }

      @Override
      public ClockReading reading() {
        return new ClockReading(TestUnit.NOW, state, Duration.ofMillis(boundMillis), 1);
      }
    };
  }
}
