package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.bouncycastle.cert.ocsp.UnknownStatus;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Certificate status online (5.3.6), bit by bit: what openssl does not show. */
@Tag("blackbox")
class OcspTest {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
  private static final int KEY_COMPROMISE = 1;

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);
  private static Issued good;
  private static Issued revoked;
  private static Instant askedToRevoke;
  private static Instant revokedAt;

  @BeforeAll
  static void twoCertificates() {
    good = JOURNEY.issue(Subscriber.named("Good"));
    revoked = JOURNEY.issue(Subscriber.named("Revoked"));
    askedToRevoke = Instant.now();
    JOURNEY.revoke(revoked.serial(), "keyCompromise").expect(200);
    revokedAt = Instant.now();
  }

  private static BigInteger serial(Issued issued) {
    return issued.certificate().getSerialNumber();
  }

  private static OcspQuestion ask() {
    return new OcspQuestion(SYSTEM);
  }

  private static BigInteger neverIssued() {
    return new BigInteger(158, new Random()).setBit(157);
  }

  private static RevokedStatus revokedStatus(BigInteger serial) {
    return (RevokedStatus) ask().about(serial).answer().getResponses()[0].getCertStatus();
  }

  private static void near(Instant expected, Date seen) {
    Duration apart = Duration.between(expected, seen.toInstant()).abs();
    assertTrue(apart.compareTo(CLOCK_SKEW) < 0, seen + " is " + apart + " off");
  }

  @Test
  @Requirement({"RS1.2", "RM2.3a", "FUNC-5.3.6.1.c", "EIDAS-24.4.a", "ARCH-4.2.f"})
  void anybodyLearnsGoodAndRevokedAtOnce() {
    assertNull(ask().about(serial(good)).answer().getResponses()[0].getCertStatus());
    RevokedStatus status = revokedStatus(serial(revoked));
    assertEquals(KEY_COMPROMISE, status.getRevocationReason());
    Instant time = status.getRevocationTime().toInstant();
    assertFalse(time.isBefore(askedToRevoke.minus(CLOCK_SKEW)), time + " < " + askedToRevoke);
    assertFalse(time.isAfter(revokedAt.plus(CLOCK_SKEW)), time + " > " + revokedAt);
  }

  @Test
  @Requirement(
      value = {"RS1.2", "FUNC-5.3.6.1.c", "EIDAS-24.4.a"},
      kind = Kind.NEGATIVE)
  void serialNeverIssuedIsNeverGood() {
    Random random = new Random(6960);
    for (int i = 0; i < 20; i++) {
      BigInteger serial = new BigInteger(159, random).add(BigInteger.ONE);
      Object status = ask().about(serial).answer().getResponses()[0].getCertStatus();
      assertTrue(status instanceof UnknownStatus, serial + ": " + status);
    }
    for (BigInteger impossible :
        List.of(BigInteger.ZERO, BigInteger.ONE.negate(), BigInteger.TWO.pow(400))) {
      Object status = ask().about(impossible).answer().getResponses()[0].getCertStatus();
      assertTrue(status instanceof UnknownStatus, impossible + ": " + status);
    }
  }

  @Test
  @Requirement(
      value = {"RM2.3a", "EIDAS-24.3.c", "EIDAS-24.3.b", "ARCH-4.2.f"},
      kind = Kind.NEGATIVE)
  void noAnswerAfterTheRevocationSaysGood() {
    Issued issued = JOURNEY.issue(Subscriber.named("Gone"));
    JOURNEY.revoke(issued.serial(), "superseded").expect(200);
    for (int i = 0; i < 20; i++) {
      assertTrue(
          ask().about(serial(issued)).answer().getResponses()[0].getCertStatus()
              instanceof RevokedStatus);
    }
  }

  @Test
  @Requirement({"EIDAS-24.3.c", "EIDAS-24.3.b", "FUNC-5.3.5.2.f"})
  void revocationTakesEffectBeforeTheCallReturns() {
    Issued issued = JOURNEY.issue(Subscriber.named("Effect"));
    Answer done = JOURNEY.revoke(issued.serial(), "keyCompromise").expect(200);
    Instant effect = Instant.parse(done.json().get("effectAt").asText());
    Date revocation = revokedStatus(serial(issued)).getRevocationTime();
    assertFalse(revocation.toInstant().isAfter(effect), revocation + " after " + effect);
    near(effect, revocation);
  }

  @Test
  @Requirement({"RS1.4", "RS1.4-s2"})
  void eachAnswerRepeatsTheCertIdThatWasAsked() {
    for (var hash :
        List.of(
            OcspQuestion.SHA1.getAlgorithm(),
            NISTObjectIdentifiers.id_sha256,
            NISTObjectIdentifiers.id_sha384)) {
      OcspQuestion question =
          ask().hashedBy(hash).about(serial(revoked)).about(serial(good)).about(neverIssued());
      SingleResp[] answers = question.answer().getResponses();
      assertEquals(3, answers.length);
      for (SingleResp answer : answers) {
        assertEquals(hash, answer.getCertID().getHashAlgOID());
      }
      assertEquals(serial(revoked), answers[0].getCertID().getSerialNumber());
      assertTrue(answers[0].getCertStatus() instanceof RevokedStatus);
      assertEquals(serial(good), answers[1].getCertID().getSerialNumber());
      assertNull(answers[1].getCertStatus());
      assertTrue(answers[2].getCertStatus() instanceof UnknownStatus);
    }
  }

  @Test
  @Requirement(
      value = {"RS1.4", "RS1.4-s2"},
      kind = Kind.NEGATIVE)
  void serialOfOursUnderAnotherIssuerGetsNoStatusOfOurs() {
    OCSPResp response = ask().about(SYSTEM.certificate("tls-ca.pem"), serial(good)).ask();
    if (response.getStatus() == OCSPResp.SUCCESSFUL) {
      SingleResp answer = OcspQuestion.verified(SYSTEM, response).getResponses()[0];
      assertTrue(answer.getCertStatus() instanceof UnknownStatus, "status of a foreign issuer");
    } else {
      assertEquals(OCSPResp.UNAUTHORIZED, response.getStatus());
    }
    OCSPResp root = ask().about(SYSTEM.certificate("root.pem"), serial(good)).ask();
    assertEquals(OCSPResp.UNAUTHORIZED, root.getStatus());
  }

  @Test
  @Requirement("GE.1c")
  void nonceComesBackAndMakesEachAnswerItsOwn() {
    byte[] nonce = new byte[32];
    new Random().nextBytes(nonce);
    BasicOCSPResp answer = ask().about(serial(good)).withNonce(nonce).answer();
    Extension echoed = answer.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    assertArrayEquals(nonce, ASN1OctetString.getInstance(echoed.getParsedValue()).getOctets());
    assertNull(
        ask().about(serial(good)).answer().getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce));
  }

  @Test
  @Requirement(value = "GE.1c", kind = Kind.NEGATIVE)
  void nonceOfAForbiddenLengthIsMalformed() {
    for (int length : List.of(0, 129)) {
      assertEquals(
          OCSPResp.MALFORMED_REQUEST,
          ask().about(serial(good)).withNonce(new byte[length]).ask().getStatus());
    }
  }

  @Test
  @Requirement({"RS2.1", "RS2.2"})
  void answerIsSignedByTheResponderKeyWithASoundAlgorithm() {
    BasicOCSPResp answer = ask().about(serial(good)).answer();
    assertTrue(
        Set.of(X9ObjectIdentifiers.ecdsa_with_SHA256, X9ObjectIdentifiers.ecdsa_with_SHA384)
            .contains(answer.getSignatureAlgOID()),
        answer.getSignatureAlgOID().getId());
    X509CertificateHolder responder = answer.getCerts()[0];
    assertTrue(responder.isValidOn(new Date()));
    assertNotEquals(
        SYSTEM.certificate("ca.pem").getSubjectX500Principal().getName(),
        responder.getSubject().toString());
  }

  @Test
  @Requirement(value = "RS2.2", kind = Kind.NEGATIVE)
  void sha1IsNotUsedEvenIfPreferred() throws Exception {
    // RFC 6960, 4.4.7: PreferredSignatureAlgorithms { sha1WithRSA, ecdsa-with-SHA1 }
    byte[] preferred =
        new org.bouncycastle.asn1.DERSequence(
                new org.bouncycastle.asn1.ASN1Encodable[] {
                  preferredAlgorithm("1.2.840.113549.1.1.5"),
                  preferredAlgorithm("1.2.840.10045.4.1")
                })
            .getEncoded();
    BasicOCSPResp answer =
        ask()
            .about(serial(good))
            .with(
                new Extension(
                    new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.3.6.1.5.5.7.48.1.8"),
                    false,
                    preferred))
            .answer();
    assertFalse(
        Set.of("1.2.840.113549.1.1.5", "1.2.840.10045.4.1")
            .contains(answer.getSignatureAlgOID().getId()));
  }

  private static org.bouncycastle.asn1.DERSequence preferredAlgorithm(String oid) {
    return new org.bouncycastle.asn1.DERSequence(
        new org.bouncycastle.asn1.x509.AlgorithmIdentifier(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier(oid)));
  }

  @Test
  @Requirement(value = "RS2.1", kind = Kind.NEGATIVE)
  void failureIsNeverDressedAsAStatus() {
    OCSPResp response =
        OcspQuestion.response(
            SYSTEM
                .anonymous()
                .postUri(SYSTEM.uri("ocsp"), "application/ocsp-request", new byte[] {1, 2, 3})
                .expect(200)
                .octets());
    assertEquals(OCSPResp.MALFORMED_REQUEST, response.getStatus());
    assertNull(response.toASN1Structure().getResponseBytes());
  }

  @Test
  @Requirement({"RS2.3", "GE.1b"})
  void timesAreThoseOfThisMoment() {
    BasicOCSPResp answer = ask().about(serial(good)).answer();
    SingleResp single = answer.getResponses()[0];
    near(Instant.now(), answer.getProducedAt());
    assertFalse(single.getThisUpdate().after(answer.getProducedAt()));
    assertTrue(single.getNextUpdate().after(answer.getProducedAt()));
  }

  @Test
  @Requirement(
      value = {"RS2.3", "GE.1b"},
      kind = Kind.NEGATIVE)
  void olderAnswerIsNotServedAgain() throws InterruptedException {
    Date first = ask().about(serial(good)).answer().getProducedAt();
    Thread.sleep(1100);
    assertTrue(ask().about(serial(good)).answer().getProducedAt().after(first));
  }

  @Test
  @Requirement({"EIDAS-24.4.c", "RS2-t1"})
  void getIsCacheableAndNeedsNoLogin() {
    String path =
        URLEncoder.encode(
            Base64.getEncoder().encodeToString(ask().about(serial(good)).encoded()),
            StandardCharsets.UTF_8);
    Answer answer =
        SYSTEM.anonymous().getUri(URI.create(SYSTEM.value("ocsp") + "/" + path)).expect(200);
    assertEquals("application/ocsp-response", answer.header("Content-Type"));
    assertTrue(answer.header("Cache-Control").contains("max-age="), answer.header("Cache-Control"));
    assertFalse(answer.header("ETag").isEmpty());
    OcspQuestion.verified(SYSTEM, OcspQuestion.response(answer.octets()));
  }

  @Test
  @Requirement(value = "EIDAS-24.4.c", kind = Kind.NEGATIVE)
  void answerWithNonceIsNotCacheable() {
    Answer answer =
        SYSTEM
            .anonymous()
            .postUri(
                SYSTEM.uri("ocsp"),
                "application/ocsp-request",
                ask().about(serial(good)).withNonce(new byte[16]).encoded());
    assertTrue(answer.header("Cache-Control").contains("no-store"), answer.header("Cache-Control"));
  }

  @Test
  void unknownCriticalExtensionIsMalformed() {
    Extension critical =
        new Extension(
            new org.bouncycastle.asn1.ASN1ObjectIdentifier("1.2.3.4"), true, new byte[] {5, 0});
    assertEquals(
        OCSPResp.MALFORMED_REQUEST, ask().about(serial(good)).with(critical).ask().getStatus());
  }

  @Test
  void seventeenCertIdsAreTooMany() {
    OcspQuestion sixteen = ask();
    for (int i = 0; i < 16; i++) {
      sixteen.about(neverIssued());
    }
    assertEquals(16, sixteen.answer().getResponses().length);
    assertEquals(OCSPResp.MALFORMED_REQUEST, sixteen.about(neverIssued()).ask().getStatus());
  }

  @Test
  void wrongContentTypeIsRefused() {
    SYSTEM
        .anonymous()
        .postUri(SYSTEM.uri("ocsp"), "text/plain", ask().about(serial(good)).encoded())
        .expect(415);
  }

  @Test
  @Requirement(value = "RS1.4-s3", kind = Kind.NEGATIVE)
  void certificateItselfIsNotGivenAway() throws Exception {
    for (X509CertificateHolder given : ask().about(serial(good)).answer().getCerts()) {
      assertNotEquals(serial(good), given.getSerialNumber());
    }
  }
}
