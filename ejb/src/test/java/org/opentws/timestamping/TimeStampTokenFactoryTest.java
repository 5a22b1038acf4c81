package org.opentws.timestamping;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.ClockReading;
import org.opentws.time.ClockState;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class TimeStampTokenFactoryTest {
  private static final Instant NOW = Instant.parse("2026-11-24T04:05:06.789123Z");
  private static final TimeStampingSettings SETTINGS =
      new TimeStampingSettings(
          "tsu-1", new ASN1ObjectIdentifier("0.4.0.2023.1.1"), Duration.ofMillis(1500));

  private static TimeStampTokenFactory.Signer unit;
  private static TimeStampTokenFactory.Signer otherUnit;

  @BeforeAll
  static void makeUnits() throws Exception {
    unit = newUnit("CN=Unit 1");
    otherUnit = newUnit("CN=Unit 2");
  }

  private static TimeStampTokenFactory.Signer newUnit(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
    JcaX509v3CertificateBuilder certificate =
        new JcaX509v3CertificateBuilder(
            new X500Name(name),
            BigInteger.TWO,
            Date.from(NOW.minusSeconds(60)),
            Date.from(NOW.plusSeconds(3600)),
            new X500Name(name),
            pair.getPublic());
    certificate.addExtension(
        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    Der der = Der.of(certificate.build(signer).getEncoded());
    UsableKey key =
        new UsableKey(
            "k1",
            KeyPurpose.TIME_STAMP_SIGNING,
            "tsu-1",
            "SHA256withECDSA",
            der,
            List.of(),
            NOW.plusSeconds(3600));
    return new TimeStampTokenFactory.Signer(key, signer);
  }

  private static TimeStampToken stamp(TimeStampRequest request) {
    return new TimeStampTokenFactory(SETTINGS)
        .make(
            request,
            SerialNumber.parse("4d2"),
            VouchedInstant.of(clock(ClockState.INSYNC, 10), SETTINGS.accuracy()),
            unit);
  }

  private static TimeStampRequest request(boolean certReq) throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(certReq);
    return generator.generate(NISTObjectIdentifiers.id_sha256, new byte[32], BigInteger.TEN);
  }

  @Test
  void tokenSaysWhatWasAskedAndVerifies() throws Exception {
    TimeStampRequest request = request(true);
    TimeStampToken token = stamp(request);
    assertDoesNotThrow(() -> new TimeStampTokenFactory(SETTINGS).verify(token, unit.key()));
    assertEquals("0.4.0.2023.1.1", token.getTimeStampInfo().getPolicy().getId());
    assertEquals(1234, token.getTimeStampInfo().getSerialNumber().intValue());
    assertEquals(1, token.getTimeStampInfo().getAccuracy().getSeconds().intValueExact());
    assertEquals(500, token.getTimeStampInfo().getAccuracy().getMillis().intValueExact());
    assertEquals(BigInteger.TEN, token.getTimeStampInfo().getNonce());
    assertEquals(1, token.getCertificates().getMatches(null).size());
    Der response = TimeStampResponses.granted(request, token);
    new TimeStampResponse(response.octets()).validate(request);
  }

  @Test
  void genTimeIsInMilliseconds() throws Exception {
    assertEquals(
        "20261124040506.789Z",
        stamp(request(true)).getTimeStampInfo().toASN1Structure().getGenTime().getTimeString());
  }

  @Test
  void signingCertificateIsBoundBySha256() throws Exception {
    TimeStampToken token = stamp(request(true));
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
    assertEquals(0, stamp(request(false)).getCertificates().getMatches(null).size());
  }

  @Test
  void signatureByAnotherKeyNeverLeaves() throws Exception {
    TimeStampToken token = stamp(request(true));
    assertThrows(
        ServiceUnavailable.class,
        () -> new TimeStampTokenFactory(SETTINGS).verify(token, otherUnit.key()));
  }

  @Test
  void clockThatNobodyVouchesForStampsNothing() {
    for (TrustedTime bad :
        List.of(
            clock(ClockState.UNKNOWN, 0),
            clock(ClockState.OUT_OF_SYNC, 10),
            clock(ClockState.INSYNC, 1500))) {
      ServiceUnavailable refusal =
          assertThrows(ServiceUnavailable.class, () -> VouchedInstant.of(bad, SETTINGS.accuracy()));
      assertEquals(
          PKIFailureInfo.timeNotAvailable, TimeStampResponses.failureInfo(refusal.missing()));
    }
  }

  private static TrustedTime clock(ClockState state, long boundMillis) {
    return new TrustedTime() {
      @Override
      public Instant now() {
        return NOW;
      }

      @Override
      public long monotonicNanos() {
        return 0;
      }

      @Override
      public ClockReading reading() {
        return new ClockReading(NOW, state, Duration.ofMillis(boundMillis), 1);
      }
    };
  }
}
