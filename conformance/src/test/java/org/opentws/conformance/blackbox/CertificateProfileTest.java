package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.conformance.blackbox.DemoCertificates.accessLocations;
import static org.opentws.conformance.blackbox.DemoCertificates.keyUsage;
import static org.opentws.conformance.blackbox.DemoCertificates.parsed;

import java.math.BigInteger;
import java.nio.file.Path;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.PrivateKeyUsagePeriod;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.qualified.QCStatement;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** What stands in the certificates, octet by octet: fields, extensions, OIDs. */
@Tag("blackbox")
class CertificateProfileTest {
  private static final String QC_COMPLIANCE = "0.4.0.1862.1.1";
  private static final String QC_SSCD = "0.4.0.1862.1.4";
  private static final String QC_PDS = "0.4.0.1862.1.5";
  private static final String QC_TYPE = "0.4.0.1862.1.6";
  private static final String QCP_NATURAL = "0.4.0.194112.1.0";
  private static final Instant UTC_TIME_ENDS = Instant.parse("2050-01-01T00:00:00Z");
  private final RunningSystem system = RunningSystem.get();
  private final DemoCertificates certificates = new DemoCertificates(system);
  private final Journey journey = new Journey(system);

  @Test
  @Requirement({"TS4.3", "TS4-t2"})
  void unitMayStampTimeAndNothingElse() throws Exception {
    X509CertificateHolder unit = certificates.holder("tsa.pem");
    Extension extension = unit.getExtension(Extension.extendedKeyUsage);
    assertTrue(extension.isCritical(), "RFC 3161, 2.3");
    assertArrayEquals(
        new KeyPurposeId[] {KeyPurposeId.id_kp_timeStamping},
        ExtendedKeyUsage.getInstance(extension.getParsedValue()).getUsages());
    assertEquals(KeyUsage.digitalSignature, keyUsage(unit));
    PrivateKeyUsagePeriod period =
        PrivateKeyUsagePeriod.getInstance(parsed(unit, Extension.privateKeyUsagePeriod));
    assertTrue(
        period.getNotAfter().getDate().before(unit.getNotAfter()),
        "the key ends before its certificate, so that tokens stay verifiable");
    assertTrue(accessLocations(unit).containsKey(AccessDescription.id_ad_ocsp.getId()));
  }

  @Test
  @Requirement("KMF-b")
  void responderMaySignStatusAndNothingElse() throws Exception {
    X509CertificateHolder responder = certificates.holder("ocsp.pem");
    assertArrayEquals(
        new KeyPurposeId[] {KeyPurposeId.id_kp_OCSPSigning},
        ExtendedKeyUsage.getInstance(parsed(responder, Extension.extendedKeyUsage)).getUsages());
    assertEquals(KeyUsage.digitalSignature, keyUsage(responder));
    assertArrayEquals(
        new byte[] {5, 0},
        responder
            .getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)
            .getExtnValue()
            .getOctets());
    assertFalse(
        accessLocations(responder).containsKey(AccessDescription.id_ad_ocsp.getId()),
        "a responder would be asked about itself");
  }

  @Test
  @Requirement({"EIDAS-ANNEX-I", "CG1.6f", "CG1.5"})
  void qualifiedCertificateSaysSoExactly() throws Exception {
    X509CertificateHolder subject = certificates.holder("certificate.pem");
    assertEquals(KeyUsage.nonRepudiation, keyUsage(subject));
    Map<String, ASN1Encodable> statements = new TreeMap<>();
    for (ASN1Encodable each :
        org.bouncycastle.asn1.ASN1Sequence.getInstance(parsed(subject, Extension.qCStatements))) {
      QCStatement statement = QCStatement.getInstance(each);
      assertNull(
          statements.put(
              statement.getStatementId().getId(),
              statement.getStatementInfo() == null
                  ? org.bouncycastle.asn1.DERNull.INSTANCE
                  : statement.getStatementInfo()));
    }
    assertTrue(statements.containsKey(QC_COMPLIANCE), "" + statements);
    assertEquals("[0.4.0.1862.1.6.1]", "" + statements.get(QC_TYPE));
    assertTrue(("" + statements.get(QC_PDS)).contains("https://"), "" + statements);
    assertFalse(statements.containsKey(QC_SSCD), "no qualified device is claimed");
    assertTrue(policies(subject).contains(QCP_NATURAL));
    X500Name name = subject.getSubject();
    for (ASN1ObjectIdentifier attribute :
        List.of(BCStyle.C, BCStyle.CN, BCStyle.SERIALNUMBER, BCStyle.GIVENNAME, BCStyle.SURNAME)) {
      assertEquals(1, name.getRDNs(attribute).length, attribute.getId());
    }
    for (ASN1ObjectIdentifier attribute :
        List.of(BCStyle.C, BCStyle.O, BCStyle.CN, BCStyle.ORGANIZATION_IDENTIFIER)) {
      assertEquals(1, subject.getIssuer().getRDNs(attribute).length, "issuer " + attribute);
    }
  }

  private static List<String> policies(X509CertificateHolder certificate) {
    CertificatePolicies policies =
        CertificatePolicies.getInstance(parsed(certificate, Extension.certificatePolicies));
    return Arrays.stream(policies.getPolicyInformation())
        .map(PolicyInformation::getPolicyIdentifier)
        .map(ASN1ObjectIdentifier::getId)
        .toList();
  }

  @Test
  @Requirement(value = "CG1.6f", kind = Kind.NEGATIVE)
  void certificateIsNotValidUnderAnotherPolicy(@TempDir Path folder) {
    Issued issued = journey.issue(Subscriber.named("Policy"));
    assertEquals(0, verifyUnder(issued.pem(folder), QCP_NATURAL));
    assertNotEquals(0, verifyUnder(issued.pem(folder), "0.4.0.194112.1.2"));
  }

  private int verifyUnder(Path certificate, String policy) {
    return Openssl.run(
            system.folder(),
            "verify",
            "-explicit_policy",
            "-policy",
            policy,
            "-CAfile",
            "root.pem",
            "-untrusted",
            "ca.pem",
            certificate.toString())
        .exit();
  }

  @Test
  void keyIdentifiersChainUp() throws Exception {
    Map<String, String> issuers =
        Map.of(
            "certificate.pem",
            "ca.pem",
            "tsa.pem",
            "ca.pem",
            "ocsp.pem",
            "ca.pem",
            "ca.pem",
            "root.pem");
    for (Map.Entry<String, String> link : issuers.entrySet()) {
      X509CertificateHolder issuer = certificates.holder(link.getValue());
      assertArrayEquals(
          SubjectKeyIdentifier.getInstance(parsed(issuer, Extension.subjectKeyIdentifier))
              .getKeyIdentifier(),
          AuthorityKeyIdentifier.getInstance(
                  parsed(certificates.holder(link.getKey()), Extension.authorityKeyIdentifier))
              .getKeyIdentifier(),
          link.getKey());
      assertEquals(issuer.getSubject(), certificates.holder(link.getKey()).getIssuer());
    }
    Set<String> identifiers = new HashSet<>();
    for (X509CertificateHolder certificate : certificates.all()) {
      byte[] id =
          SubjectKeyIdentifier.getInstance(parsed(certificate, Extension.subjectKeyIdentifier))
              .getKeyIdentifier();
      assertTrue(identifiers.add(new BigInteger(1, id).toString(16)), "two keys, one identifier");
    }
  }

  @Test
  void noWeakAlgorithmAnywhere() throws Exception {
    Set<String> strong =
        Set.of("1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4");
    for (X509CertificateHolder certificate : certificates.all()) {
      assertTrue(
          strong.contains(certificate.getSignatureAlgorithm().getAlgorithm().getId()),
          certificate.getSubject() + ": " + certificate.getSignatureAlgorithm().getAlgorithm());
      assertNull(certificate.getSignatureAlgorithm().getParameters(), "RFC 5758, 3.2");
      assertEquals(3, certificate.getVersionNumber());
    }
  }

  @Test
  void yearsBefore2050AreUtcTimeAndLaterOnesGeneralizedTime() throws Exception {
    for (X509CertificateHolder certificate : certificates.all()) {
      Time end = certificate.toASN1Structure().getEndDate();
      Time start = certificate.toASN1Structure().getStartDate();
      for (Time time : List.of(start, end)) {
        boolean early = time.getDate().toInstant().isBefore(UTC_TIME_ENDS);
        ASN1Encodable encoded = time.toASN1Primitive();
        assertTrue(
            early ? encoded instanceof ASN1UTCTime : encoded instanceof ASN1GeneralizedTime,
            "RFC 5280, 4.1.2.5");
      }
    }
  }

  @Test
  @Requirement({"CG1.6d", "CG1.6e", "CG1.6c"})
  void serialNumbersAreRandomAndTimesBeginNow(@TempDir Path folder) throws Exception {
    Set<BigInteger> serials = new HashSet<>();
    BigInteger union = BigInteger.ZERO;
    BigInteger common = BigInteger.ONE.shiftLeft(160).subtract(BigInteger.ONE);
    for (int i = 0; i < 12; i++) {
      Instant asked = Instant.now().minusSeconds(1);
      Issued issued = journey.issue(Subscriber.named("Serial"));
      X509Certificate certificate = issued.certificate();
      BigInteger serial = certificate.getSerialNumber();
      assertTrue(serial.signum() > 0 && serial.toByteArray().length <= 20, serial.toString(16));
      assertTrue(serials.add(serial), "twice: " + serial.toString(16));
      union = union.or(serial);
      common = common.and(serial);
      assertFalse(certificate.getNotBefore().toInstant().isBefore(asked), "back-dated");
      assertTrue(certificate.getNotAfter().after(certificate.getNotBefore()));
      assertFalse(
          certificate.getNotAfter().after(system.certificate("ca.pem").getNotAfter()),
          "outlives its CA");
      Openssl.run(
              system.folder(),
              "verify",
              "-x509_strict",
              "-CAfile",
              "root.pem",
              "-untrusted",
              "ca.pem",
              issued.pem(folder).toString())
          .expectOk();
    }
    // Twelve random values of n bits leave hardly a bit that never changed: at least 64 must vary.
    assertTrue(union.andNot(common).bitCount() >= 64, union.andNot(common).toString(2));
  }

  @Test
  @Requirement(
      value = {"CG1.6c", "EIDAS-24.2.f.iii"},
      kind = Kind.NEGATIVE)
  void alteredCertificateDoesNotVerify() throws Exception {
    byte[] der = system.certificate("certificate.pem").getEncoded();
    for (int at : new int[] {20, der.length / 2, der.length - 3}) {
      byte[] altered = der.clone();
      altered[at] ^= 1;
      assertThrows(
          Exception.class,
          () ->
              RunningSystem.certificate(altered)
                  .verify(system.certificate("ca.pem").getPublicKey()));
    }
    X509Certificate genuine = system.certificate("certificate.pem");
    assertThrows(
        SignatureException.class,
        () -> genuine.verify(system.certificate("tsa.pem").getPublicKey()));
  }

  @Test
  @Requirement({"CG1.6b", "FUNC-5.3.3.1.a"})
  void certifiedKeyVerifiesWhatTheSubjectSigns() throws Exception {
    Subscriber subscriber = Subscriber.named("Pair");
    Issued issued = journey.issue(subscriber);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(subscriber.keys().getPrivate());
    signer.update(new byte[] {1, 2, 3});
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    // JCA refuses a certificate without digitalSignature; this one is for nonRepudiation only.
    verifier.initVerify(issued.certificate().getPublicKey());
    verifier.update(new byte[] {1, 2, 3});
    assertTrue(verifier.verify(signature));
  }
}
