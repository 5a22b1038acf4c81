package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.SoftwareCa;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.TestAuditLog;
import org.opentws.revocationstatus.TestCrlRepository;
import org.opentws.revocationstatus.TestKeys;
import org.opentws.revocationstatus.TestStatusDatabase;
import org.opentws.revocationstatus.TestStatusRepository;
import org.opentws.revocationstatus.TestTime;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.CrlOctets;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.value.CrlPartitions;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

class CrlGenerationServiceTest {
  private static final Instant CHANGED = Instant.parse("2026-05-31T08:00:00Z");
  private static final Instant INVALID = Instant.parse("2026-05-01T00:00:00Z");

  private final TestKeys keys = new TestKeys();
  private final TestTime time = new TestTime();
  private final TestAuditLog audit = new TestAuditLog();
  private final TestStatusRepository statuses = new TestStatusRepository();
  private final CertificateStatusDatabase database = TestStatusDatabase.over(statuses);
  private final TestCrlRepository crls = new TestCrlRepository();
  private final CrlGenerationService service = new CrlGenerationService();
  private final PartitionedCrlService partitioned = new PartitionedCrlService();
  private final TestPartitions partitions = new TestPartitions();
  private final TestCrlIssuers issuers = new TestCrlIssuers();

  @BeforeEach
  void assemble() {
    RevocationManagementConfiguration configuration = new RevocationManagementConfiguration();
    configuration.crlInterval = Duration.ofHours(12);
    configuration.crlValidity = Duration.ofHours(36);
    configuration.crlAtOnceKib = 4096;
    CrlPlaces places = new CrlPlaces();
    places.partitions = CrlPartitions.valueOf("none");
    places.baseUrl = "http://crl.test/";
    service.statusDatabase = database;
    service.crls = crls;
    service.maker = new CrlMaker();
    service.maker.currentCrls = crls.service();
    service.maker.keyUse = keys;
    service.maker.trustedTime = time;
    service.maker.auditLog = audit;
    service.partitioned = partitioned;
    partitioned.statusDatabase = database;
    partitioned.partitions = partitions;
    partitioned.crls = crls;
    partitioned.maker = service.maker;
    partitioned.authorities = issuers.authorities(keys);
    partitioned.configuration = configuration;
    partitioned.trustedTime = time;
    service.authorities = partitioned.authorities;
    service.configuration = configuration;
    service.places = places;
    partitioned.places = places;
    service.trustedTime = time;
  }

  private void listed(long serial, CertificateState state, int reason, Optional<Instant> invalid) {
    SerialNumber number = new SerialNumber(BigInteger.valueOf(serial));
    statuses.insertGood("issuing", number, false);
    database.apply(
        new CertificateStatus(
            "issuing", number, state, Optional.of(reason), Optional.of(CHANGED), invalid));
  }

  private X509CRLHolder generated() throws Exception {
    assertTrue(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    StoredCrl stored = crls.current("issuing").orElseThrow();
    return new X509CRLHolder(crls.octets(stored));
  }

  @Test
  void crlNamesItsIssuerTimesAndNumber() throws Exception {
    X509CRLHolder crl = generated();
    assertEquals(keys.ca.certificate().getSubject(), crl.getIssuer());
    assertTrue(
        crl.isSignatureValid(new JcaContentVerifierProviderBuilder().build(keys.ca.certificate())));
    Instant now = Instant.parse("2026-06-01T12:00:00Z");
    assertEquals(now, crl.getThisUpdate().toInstant());
    assertEquals(now.plus(Duration.ofHours(36)), crl.getNextUpdate().toInstant());
    assertEquals(
        BigInteger.ONE,
        org.bouncycastle.asn1.x509.CRLNumber.getInstance(
                crl.getExtension(Extension.cRLNumber).getParsedValue())
            .getCRLNumber());
    assertEquals(
        SubjectKeyIdentifier.fromExtensions(keys.ca.certificate().getExtensions()),
        new SubjectKeyIdentifier(
            AuthorityKeyIdentifier.fromExtensions(crl.getExtensions()).getKeyIdentifierOctets()));
    assertFalse(crl.getExtension(new ASN1ObjectIdentifier("2.5.29.60")).isCritical());
  }

  @Test
  void entriesSaySerialTimeReasonAndInvalidityDate() throws Exception {
    listed(0x80, CertificateState.REVOKED, CRLReason.keyCompromise, Optional.of(INVALID));
    listed(2, CertificateState.REVOKED, CRLReason.unspecified, Optional.empty());
    listed(3, CertificateState.SUSPENDED, CRLReason.certificateHold, Optional.empty());
    X509CRLHolder crl = generated();
    assertEquals(3, crl.getRevokedCertificates().size());

    X509CRLEntryHolder compromised = crl.getRevokedCertificate(BigInteger.valueOf(0x80));
    assertEquals(Date.from(CHANGED), compromised.getRevocationDate());
    assertEquals(
        CRLReason.lookup(CRLReason.keyCompromise),
        CRLReason.getInstance(compromised.getExtension(Extension.reasonCode).getParsedValue()));
    assertEquals(
        Date.from(INVALID),
        ASN1GeneralizedTime.getInstance(
                compromised.getExtension(Extension.invalidityDate).getParsedValue())
            .getDate());

    assertNull(crl.getRevokedCertificate(BigInteger.TWO).getExtension(Extension.reasonCode));
    assertEquals(
        CRLReason.lookup(CRLReason.certificateHold),
        CRLReason.getInstance(
            crl.getRevokedCertificate(BigInteger.valueOf(3))
                .getExtension(Extension.reasonCode)
                .getParsedValue()));
  }

  @Test
  void emptyCrlIsReadByTheJavaPlatform() throws Exception {
    generated();
    X509CRL crl =
        (X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(
                    new ByteArrayInputStream(crls.octets(crls.current("issuing").orElseThrow())));
    assertEquals(1, crl.getVersion() - 1, "version 2 is encoded as 1");
    assertNull(crl.getRevokedCertificates());
  }

  @Test
  void numbersCountUpAndEachCrlIsRecorded() throws Exception {
    generated();
    generated();
    assertEquals(
        List.of("1", "2", "delta2"),
        crls.stored.stream().map(crl -> crl.scope() + crl.number()).toList());
    assertEquals(3, audit.of(AuditEventType.CRL_GENERATED).size());
  }

  @Test
  void crlRemembersTheLastChangeInIt() throws Exception {
    listed(2, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    generated();
    assertEquals(1, crls.current("issuing").orElseThrow().changeSequence());
  }

  /** RS1.3: a CRL that leaves out a revoked certificate says that it is good. */
  @Test
  void noCrlIsSignedFromRowsThatWereSetBackOrDeleted() throws Exception {
    listed(2, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    listed(3, CertificateState.SUSPENDED, CRLReason.certificateHold, Optional.empty());
    TestStatusDatabase.hear(database);
    generated();
    Map<String, StatusRow> genuine = new HashMap<>(statuses.rows);
    for (long serial : new long[] {2, 3}) {
      statuses.rows.remove("issuing/" + serial);
      assertThrows(StatusNotTrusted.class, this::generated);
      statuses.insertGood("issuing", new SerialNumber(BigInteger.valueOf(serial)), false);
      assertThrows(StatusNotTrusted.class, this::generated);
      statuses.rows.putAll(genuine);
    }
    assertEquals(1, crls.stored.size());
    assertEquals(2, generated().getRevokedCertificates().size());
  }

  @Test
  void certificateThatWasReinstatedMeanwhileLeavesTheCrl() throws Exception {
    listed(3, CertificateState.SUSPENDED, CRLReason.certificateHold, Optional.empty());
    TestStatusDatabase.hear(database);
    database.apply(
        new CertificateStatus(
            "issuing",
            new SerialNumber(BigInteger.valueOf(3)),
            CertificateState.GOOD,
            Optional.empty(),
            Optional.of(CHANGED),
            Optional.empty()));
    assertNull(generated().getRevokedCertificate(BigInteger.valueOf(3)));
  }

  @Test
  void nothingIsMadeWhenNotDueOrLockedByAnotherNode() {
    crls.due = false;
    assertFalse(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    crls.due = true;
    crls.lockedElsewhere = true;
    assertFalse(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    assertTrue(crls.stored.isEmpty());
  }

  private X509CRLHolder delta() throws Exception {
    return new X509CRLHolder(crls.octets(crls.current("issuing", StoredCrl.DELTA).orElseThrow()));
  }

  private void reinstated(long serial) {
    database.apply(
        new CertificateStatus(
            "issuing",
            new SerialNumber(BigInteger.valueOf(serial)),
            CertificateState.GOOD,
            Optional.empty(),
            Optional.of(CHANGED),
            Optional.empty()));
  }

  @Test
  void deltaSaysWhatChangedSinceItsBaseAndWhatIsToBeRemoved() throws Exception {
    listed(2, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    listed(3, CertificateState.SUSPENDED, CRLReason.certificateHold, Optional.empty());
    generated();
    reinstated(3);
    listed(4, CertificateState.REVOKED, CRLReason.keyCompromise, Optional.empty());
    generated();
    X509CRLHolder delta = delta();
    assertEquals(
        BigInteger.ONE,
        org.bouncycastle.asn1.x509.CRLNumber.getInstance(
                delta.getExtension(Extension.deltaCRLIndicator).getParsedValue())
            .getCRLNumber());
    assertTrue(delta.getExtension(Extension.deltaCRLIndicator).isCritical());
    assertNull(delta.getRevokedCertificate(BigInteger.TWO));
    assertEquals(
        CRLReason.lookup(CRLReason.removeFromCRL),
        CRLReason.getInstance(
            delta
                .getRevokedCertificate(BigInteger.valueOf(3))
                .getExtension(Extension.reasonCode)
                .getParsedValue()));
    assertEquals(2, delta.getRevokedCertificates().size());
  }

  @Test
  void listThatIsLongIsMadeInItsIntervalOnlyAndDeltasInBetween() throws Exception {
    service.configuration.crlAtOnceKib = 0;
    listed(2, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    generated();
    listed(3, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    assertTrue(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    assertEquals(
        List.of("1", "delta2"),
        crls.stored.stream().map(crl -> crl.scope() + crl.number()).toList());
    assertEquals(1, delta().getRevokedCertificates().size());
    time.now = time.now.plus(Duration.ofHours(13));
    assertEquals(2, generated().getRevokedCertificates().size());
    assertEquals(3, crls.current("issuing").orElseThrow().number());
  }

  @Test
  void nothingComesAfterTheLastCrl() throws Exception {
    listed(2, CertificateState.REVOKED, CRLReason.superseded, Optional.empty());
    service.generateLast("issuing");
    StoredCrl last = crls.current("issuing").orElseThrow();
    X509CRLHolder crl = new X509CRLHolder(crls.octets(last));
    assertEquals(Instant.parse("9999-12-31T23:59:59Z"), crl.getNextUpdate().toInstant());
    assertEquals(1, crl.getRevokedCertificates().size());
    assertFalse(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
  }

  @Test
  void entriesOfEveryLengthAreWhatBouncyCastleReads() throws Exception {
    for (int i = 1; i <= 300; i++) {
      listed(
          i * 1_000_003L * (i % 7 == 0 ? 1_000_003L : 1),
          CertificateState.REVOKED,
          i % 2 == 0 ? CRLReason.unspecified : CRLReason.keyCompromise,
          i % 3 == 0 ? Optional.of(INVALID) : Optional.empty());
    }
    X509CRLHolder crl = generated();
    assertEquals(statuses.rows.size(), crl.getRevokedCertificates().size());
    assertEquals(
        org.bouncycastle.asn1.ASN1Primitive.fromByteArray(crl.getEncoded())
            .getEncoded("DER")
            .length,
        crl.getEncoded().length);
  }

  /** RFC 5280, 5.2.5 and 5.3.3. */
  @Test
  void listOfACaWhoseKeyIsGoneIsSignedByAnotherAndNamesTheIssuerOfItsEntries() throws Exception {
    SoftwareCa gone = new SoftwareCa("Gone CA");
    keys.registered.add(
        TestKeys.registered(
            KeyPurpose.CERTIFICATE_SIGNING, "gone", gone.certificate(), KeyState.DESTROYED));
    assertThrows(
        ServiceUnavailable.class,
        () -> service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "gone"));
    issuers.appoint("gone", "issuing");
    for (int i = 1; i <= 3; i++) {
      SerialNumber number = new SerialNumber(BigInteger.valueOf(i));
      statuses.insertGood("gone", number, false);
      database.apply(
          new CertificateStatus(
              "gone",
              number,
              CertificateState.REVOKED,
              Optional.of(i == 1 ? CRLReason.unspecified : CRLReason.keyCompromise),
              Optional.of(CHANGED),
              Optional.of(INVALID)));
    }
    assertTrue(service.generateIfDue(KeyPurpose.CERTIFICATE_SIGNING, "gone"));
    assertEquals(1, crls.stored.size(), "a delta");
    byte[] octets = crls.octets(crls.current("gone").orElseThrow());
    X509CRLHolder list = new X509CRLHolder(octets);
    assertEquals(keys.ca.certificate().getSubject(), list.getIssuer());
    assertTrue(
        list.isSignatureValid(
            new JcaContentVerifierProviderBuilder().build(keys.ca.certificate())));
    Extension extension = list.getExtension(Extension.issuingDistributionPoint);
    assertTrue(extension.isCritical());
    IssuingDistributionPoint point =
        IssuingDistributionPoint.getInstance(extension.getParsedValue());
    assertTrue(point.isIndirectCRL());
    assertTrue(point.getDistributionPoint().toString().contains("http://crl.test/crl/gone.crl"));
    for (Object entry : list.getRevokedCertificates()) {
      assertEquals(
          gone.certificate().getSubject(),
          ((X509CRLEntryHolder) entry).getCertificateIssuer().getNames()[0].getName());
    }
    X509CRL read =
        (X509CRL)
            CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(octets));
    assertEquals(3, read.getRevokedCertificates().size());
    assertNull(read.getRevokedCertificate(BigInteger.TWO), "for a certificate of the signer");
    assertTakenInForNoOther(octets);
  }

  /** RS1.1: neither as a list that the CA signed itself nor as one of another CA. */
  private void assertTakenInForNoOther(byte[] indirect) throws Exception {
    Der signer = Der.of(keys.ca.certificate().getEncoded());
    CrlOctets octets = () -> new ByteArrayInputStream(indirect);
    crls.stored.clear();
    for (String ca : List.of("gone", "issuing")) {
      assertThrows(RequestRefused.class, () -> crls.service().receive(ca, octets, signer, 0));
    }
    assertThrows(
        RequestRefused.class, () -> crls.service().receiveIndirect("issuing", octets, signer, 0));
    generated();
    byte[] own = crls.octets(crls.current("issuing").orElseThrow());
    assertThrows(
        RequestRefused.class,
        () ->
            crls.service()
                .receiveIndirect("issuing", () -> new ByteArrayInputStream(own), signer, 0));
  }

  @Test
  void caWithAKeyOfItsOwnSignsItsListsWhateverIsAppointed() throws Exception {
    issuers.appoint("issuing", "gone");
    X509CRLHolder list = generated();
    assertEquals(keys.ca.certificate().getSubject(), list.getIssuer());
    assertNull(list.getExtension(Extension.issuingDistributionPoint));
  }
}
