package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Time-stamp tokens (5.5), bit by bit. */
@Tag("blackbox")
class TimeStampTokenTest {
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

  private final RunningSystem system = RunningSystem.get();

  private TimeStampResponse send(TimeStampRequest request) throws Exception {
    TimeStampResponse response =
        new TimeStampResponse(
            system
                .anonymous()
                .postUri(system.uri("tsa"), "application/timestamp-query", request.getEncoded())
                .expect(200)
                .octets());
    if (response.getTimeStampToken() != null) {
      response.validate(request);
    }
    return response;
  }

  private static byte[] sha256(String text) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(text.getBytes("UTF-8"));
  }

  private TimeStampToken granted(TimeStampRequest request) throws Exception {
    TimeStampResponse response = send(request);
    assertEquals(PKIStatus.GRANTED, response.getStatus(), response.getStatusString());
    TimeStampToken token = response.getTimeStampToken();
    assertNotNull(token);
    return token;
  }

  private TimeStampToken granted(String data, boolean certificateWanted) throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setCertReq(certificateWanted);
    return granted(
        generator.generate(
            NISTObjectIdentifiers.id_sha256, sha256(data), new BigInteger(64, new Random())));
  }

  private static X509CertificateHolder unit(TimeStampToken token) {
    return (X509CertificateHolder)
        token.getCertificates().getMatches(token.getSID()).iterator().next();
  }

  @Test
  @Requirement({"TS3.2", "TS3.3", "FUNC-5.5.1.2.b", "FUNC-5.5.1.2.c", "TS2.1", "EIDAS-42.1.b"})
  void tokenHasTimeAccuracySerialAndPolicy() throws Exception {
    Instant before = Instant.now().minus(CLOCK_SKEW);
    TSTInfo info = granted("time", true).getTimeStampInfo().toASN1Structure();
    Instant time = info.getGenTime().getDate().toInstant();
    assertTrue(time.isAfter(before) && time.isBefore(Instant.now().plus(CLOCK_SKEW)), "" + time);
    assertNotNull(info.getAccuracy(), "accuracy");
    assertTrue(info.getSerialNumber().getValue().signum() > 0);
    assertTrue(info.getSerialNumber().getValue().bitLength() <= 160);
    assertNotNull(info.getPolicy());
  }

  @Test
  @Requirement({"TS4.4", "GE.1c", "EIDAS-42.1.a"})
  void imprintAndNonceComeBackUnchanged() throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    BigInteger nonce = new BigInteger(127, new Random());
    TimeStampRequest request =
        generator.generate(NISTObjectIdentifiers.id_sha512, new byte[64], nonce);
    TimeStampToken token = granted(request);
    assertEquals(nonce, token.getTimeStampInfo().getNonce());
    assertArrayEquals(new byte[64], token.getTimeStampInfo().getMessageImprintDigest());
    assertEquals(
        NISTObjectIdentifiers.id_sha512, token.getTimeStampInfo().getMessageImprintAlgOID());
  }

  @Test
  @Requirement(
      value = {"TS4.4", "GE.1c"},
      kind = Kind.NEGATIVE)
  void answerToAnotherRequestIsNotTakenForOurs() throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    TimeStampRequest first =
        generator.generate(NISTObjectIdentifiers.id_sha256, sha256("a"), BigInteger.ONE);
    TimeStampRequest otherNonce =
        generator.generate(NISTObjectIdentifiers.id_sha256, sha256("a"), BigInteger.TWO);
    TimeStampRequest otherData =
        generator.generate(NISTObjectIdentifiers.id_sha256, sha256("b"), BigInteger.ONE);
    TimeStampResponse answer = send(first);
    assertThrows(TSPException.class, () -> answer.validate(otherNonce));
    assertThrows(TSPException.class, () -> answer.validate(otherData));
  }

  @Test
  @Requirement({"TS3.4", "FUNC-5.5.1.2.d", "EIDAS-42.1.c", "GE.1a", "TS4.5"})
  void tokenIsSignedByTheUnitThatItNames() throws Exception {
    TimeStampToken token = granted("signed", true);
    X509CertificateHolder unit = unit(token);
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
    for (ASN1ObjectIdentifier provider : List.of(BCStyle.O, BCStyle.ORGANIZATION_IDENTIFIER)) {
      assertEquals(1, unit.getSubject().getRDNs(provider).length, "the TSP is not named");
    }
    SignerInformation signer =
        token.toCMSSignedData().getSignerInfos().getSigners().iterator().next();
    SigningCertificateV2 binding =
        SigningCertificateV2.getInstance(
            signer
                .getSignedAttributes()
                .get(PKCSObjectIdentifiers.id_aa_signingCertificateV2)
                .getAttrValues()
                .getObjectAt(0));
    assertArrayEquals(
        MessageDigest.getInstance("SHA-256").digest(unit.getEncoded()),
        binding.getCerts()[0].getCertHash());
    assertNull(
        signer.getSignedAttributes().get(PKCSObjectIdentifiers.id_aa_signingCertificate),
        "the attribute of RFC 2634 binds by SHA-1");
    assertTrue(
        Set.of(NISTObjectIdentifiers.id_sha256, NISTObjectIdentifiers.id_sha384)
            .contains(signer.getDigestAlgorithmID().getAlgorithm()));
    assertTrue(
        unit.isSignatureValid(
            new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder()
                .build(system.certificate("ca.pem"))));
  }

  @Test
  @Requirement(
      value = {"TS3.4", "FUNC-5.5.1.2.d", "EIDAS-42.1.a", "EIDAS-42.1.c", "GE.1a"},
      kind = Kind.NEGATIVE)
  void everyChangedOctetOfTheTokenShows() throws Exception {
    TimeStampToken token = granted("tampered", true);
    X509CertificateHolder unit = unit(token);
    byte[] der = token.getEncoded();
    byte[] time = token.getTimeStampInfo().toASN1Structure().getGenTime().getEncoded();
    int at = indexOf(der, time) + time.length - 2;
    der[at] ^= 1;
    assertThrows(
        Exception.class,
        () ->
            new TimeStampToken(org.bouncycastle.asn1.cms.ContentInfo.getInstance(der))
                .validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit)));
  }

  private static int indexOf(byte[] all, byte[] part) {
    for (int i = 0; i <= all.length - part.length; i++) {
      if (java.util.Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    throw new AssertionError("not contained");
  }

  @Test
  @Requirement("TS4-t1")
  void certificateComesIfAskedFor() throws Exception {
    TimeStampToken token = granted("with", true);
    assertEquals(1, token.getCertificates().getMatches(token.getSID()).size());
  }

  @Test
  @Requirement(value = "TS4-t1", kind = Kind.NEGATIVE)
  void certificateStaysAwayIfNotAskedFor() throws Exception {
    assertEquals(0, granted("without", false).getCertificates().getMatches(null).size());
  }

  @Test
  @Requirement({"TS1.2", "FUNC-5.5.1.2.a"})
  void everySuitableHashIsTaken() throws Exception {
    for (AlgorithmIdentifier hash :
        List.of(
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256),
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha384),
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha512),
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha3_256),
            new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha3_512))) {
      granted(new TimeStampRequestGenerator().generate(hash, new byte[octets(hash)], null));
    }
  }

  private static int octets(AlgorithmIdentifier hash) {
    String oid = hash.getAlgorithm().getId();
    return oid.endsWith("4.2.1") || oid.endsWith("4.2.8") ? 32 : oid.endsWith("4.2.2") ? 48 : 64;
  }

  private void refused(int failure, TimeStampRequest request) throws Exception {
    TimeStampResponse response = send(request);
    assertEquals(PKIStatus.REJECTION, response.getStatus());
    assertNotNull(response.getFailInfo());
    assertEquals(failure, response.getFailInfo().intValue());
    assertNull(response.getTimeStampToken());
  }

  @Test
  @Requirement(
      value = {"TS1.2", "FUNC-5.5.1.2.a", "TS4.5"},
      kind = Kind.NEGATIVE)
  void brokenHashesGetNoToken() throws Exception {
    TimeStampRequestGenerator plain = new TimeStampRequestGenerator();
    AlgorithmIdentifier sha1 = new AlgorithmIdentifier(OIWObjectIdentifiers.idSHA1);
    AlgorithmIdentifier md5 = new AlgorithmIdentifier(PKCSObjectIdentifiers.md5);
    AlgorithmIdentifier unknown = new AlgorithmIdentifier(new ASN1ObjectIdentifier("1.2.3.4"));
    refused(PKIFailureInfo.badAlg, plain.generate(sha1, new byte[20], null));
    refused(PKIFailureInfo.badAlg, plain.generate(md5, new byte[16], null));
    refused(PKIFailureInfo.badAlg, plain.generate(unknown, new byte[32], null));
    AlgorithmIdentifier sha256 = new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256);
    refused(PKIFailureInfo.badDataFormat, plain.generate(sha256, new byte[20], null));
    refused(PKIFailureInfo.badDataFormat, plain.generate(sha256, new byte[33], null));
  }

  @Test
  @Requirement(
      value = {"TS3.3", "FUNC-5.5.1.2.c"},
      kind = Kind.NEGATIVE)
  void policyThatIsNotOfferedGetsNoToken() throws Exception {
    TimeStampRequestGenerator generator = new TimeStampRequestGenerator();
    generator.setReqPolicy(new ASN1ObjectIdentifier("2.999.1"));
    refused(
        PKIFailureInfo.unacceptedPolicy,
        generator.generate(NISTObjectIdentifiers.id_sha256, new byte[32], BigInteger.ONE));
    TimeStampRequestGenerator own = new TimeStampRequestGenerator();
    ASN1ObjectIdentifier offered = granted("policy", true).getTimeStampInfo().getPolicy();
    own.setReqPolicy(offered);
    assertEquals(
        offered,
        granted(own.generate(NISTObjectIdentifiers.id_sha256, new byte[32], BigInteger.ONE))
            .getTimeStampInfo()
            .getPolicy());
  }

  @Test
  @Requirement("TS3.1")
  void serialNumbersAreUniqueUnderLoad() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Callable<BigInteger>> calls = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String data = "load " + i;
        calls.add(() -> granted(data, false).getTimeStampInfo().getSerialNumber());
      }
      Set<BigInteger> serials = new HashSet<>();
      for (Future<BigInteger> serial : clients.invokeAll(calls)) {
        assertTrue(serials.add(serial.get()), "twice: " + serial.get());
      }
      assertEquals(200, serials.size());
    } finally {
      clients.shutdownNow();
    }
  }

  @Test
  @Requirement(value = "TS3.1", kind = Kind.NEGATIVE)
  void sameRequestTwiceNeverGetsTheSameSerial() throws Exception {
    TimeStampRequest request =
        new TimeStampRequestGenerator()
            .generate(NISTObjectIdentifiers.id_sha256, sha256("again"), BigInteger.TEN);
    assertFalse(
        granted(request)
            .getTimeStampInfo()
            .getSerialNumber()
            .equals(granted(request).getTimeStampInfo().getSerialNumber()));
  }

  @Test
  void timesDoNotGoBack() throws Exception {
    Instant last = Instant.EPOCH;
    for (int i = 0; i < 10; i++) {
      Instant time = granted("order " + i, false).getTimeStampInfo().getGenTime().toInstant();
      assertFalse(time.isBefore(last), time + " before " + last);
      last = time;
    }
  }

  @Test
  void unitThatDoesNotExistIsNotFound() throws Exception {
    byte[] query =
        new TimeStampRequestGenerator()
            .generate(NISTObjectIdentifiers.id_sha256, new byte[32])
            .getEncoded();
    system
        .anonymous()
        .postUri(
            java.net.URI.create(system.value("tsa") + "/tsu-9"),
            "application/timestamp-query",
            query)
        .expect(404);
    system.anonymous().postUri(system.uri("tsa"), "application/json", query).expect(415);
  }
}
