package org.opentws.revocationmanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
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
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.value.CrlPartition;
import org.opentws.value.CrlPartitions;
import org.opentws.value.SerialNumber;

class PartitionedCrlServiceTest {
  private static final int PARTITIONS = 4;
  private static final int REVOKED = 40;

  private final TestKeys keys = new TestKeys();
  private final TestTime time = new TestTime();
  private final TestStatusRepository statuses = new TestStatusRepository();
  private final CertificateStatusDatabase database = TestStatusDatabase.over(statuses);
  private final TestCrlRepository crls = new TestCrlRepository();
  private final TestPartitions partitions = new TestPartitions();
  private final TestCrlIssuers issuers = new TestCrlIssuers();
  private final PartitionedCrlService service = new PartitionedCrlService();

  @BeforeEach
  void assemble() {
    RevocationManagementConfiguration configuration = new RevocationManagementConfiguration();
    configuration.crlInterval = Duration.ofHours(12);
    configuration.crlValidity = Duration.ofHours(36);
    CrlPlaces places = new CrlPlaces();
    places.baseUrl = "http://crl.test/";
    places.partitions = CrlPartitions.valueOf("issuing:" + PARTITIONS + ",gone:2");
    CrlMaker maker = new CrlMaker();
    maker.currentCrls = crls.service();
    maker.keyUse = keys;
    maker.trustedTime = time;
    maker.auditLog = new TestAuditLog();
    service.statusDatabase = database;
    service.partitions = partitions;
    service.crls = crls;
    service.maker = maker;
    service.authorities = issuers.authorities(keys);
    service.configuration = configuration;
    service.places = places;
    service.trustedTime = time;
    for (long i = 1; i <= REVOKED; i++) {
      SerialNumber serial = serial(i);
      statuses.insertGood("issuing", serial, false);
      database.apply(
          new CertificateStatus(
              "issuing",
              serial,
              CertificateState.REVOKED,
              Optional.of(CRLReason.superseded),
              Optional.of(Instant.parse("2026-05-31T08:00:00Z")),
              Optional.empty()));
    }
  }

  private static SerialNumber serial(long i) {
    return new SerialNumber(BigInteger.valueOf(i * 1_000_003));
  }

  private int generate() {
    return service.generateDue(KeyPurpose.CERTIFICATE_SIGNING, "issuing");
  }

  private X509CRLHolder list(int index) throws Exception {
    StoredCrl stored = crls.current("issuing", index + "-of-" + PARTITIONS).orElseThrow();
    return new X509CRLHolder(crls.octets(stored));
  }

  @Test
  void everyCertificateStandsOnTheListOfItsPartitionAndOnNoOther() throws Exception {
    assertEquals(PARTITIONS, generate());
    int entries = 0;
    for (int index = 1; index <= PARTITIONS; index++) {
      X509CRLHolder list = list(index);
      assertTrue(
          list.isSignatureValid(
              new JcaContentVerifierProviderBuilder().build(keys.ca.certificate())));
      entries += list.getRevokedCertificates().size();
      for (long i = 1; i <= REVOKED; i++) {
        boolean own = CrlPartition.of(serial(i), PARTITIONS).index() == index;
        assertEquals(own, list.getRevokedCertificate(serial(i).value()) != null);
      }
    }
    assertEquals(REVOKED, entries);
    assertEquals(REVOKED, partitions.listedUpTo);
  }

  @Test
  void listsOfACaWhoseKeyIsGoneAreSignedByAnotherAndSaySo() throws Exception {
    keys.registered.add(
        TestKeys.registered(
            KeyPurpose.CERTIFICATE_SIGNING,
            "gone",
            new SoftwareCa("Gone CA").certificate(),
            KeyState.DESTROYED));
    issuers.appoint("gone", "issuing");
    assertEquals(2, service.generateDue(KeyPurpose.CERTIFICATE_SIGNING, "gone"));
    StoredCrl stored = crls.current("gone", "2-of-2").orElseThrow();
    X509CRLHolder list = new X509CRLHolder(crls.octets(stored));
    assertEquals(keys.ca.certificate().getSubject(), list.getIssuer());
    IssuingDistributionPoint point =
        IssuingDistributionPoint.getInstance(
            list.getExtension(Extension.issuingDistributionPoint).getParsedValue());
    assertTrue(point.isIndirectCRL());
    assertTrue(
        point.getDistributionPoint().toString().contains("http://crl.test/crl/gone/2-of-2.crl"));
  }

  @Test
  void listNamesItsVeryAddressInACriticalExtension() throws Exception {
    generate();
    Extension extension = list(3).getExtension(Extension.issuingDistributionPoint);
    assertTrue(extension.isCritical());
    IssuingDistributionPoint point =
        IssuingDistributionPoint.getInstance(extension.getParsedValue());
    assertEquals(
        "http://crl.test/crl/issuing/3-of-4.crl",
        GeneralNames.getInstance(point.getDistributionPoint().getName())
            .getNames()[0]
            .getName()
            .toString());
    assertFalse(point.isIndirectCRL());
    assertNull(list(3).getExtension(Extension.freshestCRL));
    assertNotNull(list(3).getExtension(Extension.cRLNumber));
  }

  /** RS1.3: a list that leaves out a revoked certificate says that it is good. */
  @Test
  void noListIsSignedIfARowIsMissingInAnyPartition() {
    TestStatusDatabase.hear(database);
    statuses.rows.remove("issuing/" + serial(7));
    assertThrows(StatusNotTrusted.class, this::generate);
    assertTrue(crls.stored.isEmpty());
  }

  @Test
  void nothingIsMadeWhileAnotherNodeMakesThem() {
    crls.lockedElsewhere = true;
    assertEquals(0, generate());
  }

  /** RS1.1: what its CA signed for one address does not count at another. */
  @Test
  void listIsTakenInOnlyForTheCaWhoseAddressItNames() throws Exception {
    generate();
    byte[] octets = list(2).getEncoded();
    crls.stored.clear();
    assertEquals(
        Refusal.MALFORMED_REQUEST,
        assertThrows(
                RequestRefused.class,
                () ->
                    crls.service()
                        .receive(
                            "other",
                            () -> new java.io.ByteArrayInputStream(octets),
                            org.opentws.value.Der.of(keys.ca.certificate().getEncoded()),
                            0))
            .refusal());
  }
}
