package org.opentws.dissemination;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.audit.AuditEventType;
import org.opentws.certificategeneration.CertificateGenerated;
import org.opentws.certificategeneration.store.CertificateScopeRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.registration.FakeAuditLog;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.time.SetTime;
import org.opentws.value.Der;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

class ConsentGateTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T08:00:00Z");
  private static final Instant END = Instant.parse("2028-11-24T08:00:00Z");
  private static final SerialNumber SERIAL = new SerialNumber(BigInteger.TEN);

  private final FakeDisseminationRepository repository = new FakeDisseminationRepository();
  private final FakeAuditLog log = new FakeAuditLog();
  private final CertificateKeeping keeping = new CertificateKeeping();
  private final DisseminationService gate = new DisseminationService();
  private final Revoked statuses = new Revoked();
  private Der certificate = Der.of(new byte[0]);

  @BeforeEach
  void wire() throws Exception {
    keeping.repository = repository;
    keeping.audit = log;
    keeping.time = new SetTime();
    gate.repository = repository;
    gate.audit = log;
    gate.genuine = new CaCertificateServiceTest.Believing();
    gate.scopes = new CertificateScopeRepository();
    gate.caller = () -> new Caller("revocation-officer-1", "p", Set.of(Role.REVOCATION_OFFICER));
    gate.statuses = statuses;
    certificate = certificate();
  }

  /** Every certificate of this database was revoked for a key compromise. */
  private static final class Revoked implements CertificateStatusDatabase {
    private boolean tampered;

    @Override
    public long apply(CertificateStatus changed) {
      throw new AssertionError("dissemination changes no status");
    }

    @Override
    public boolean enter(String issuer, SerialNumber serial, Optional<Der> certificate) {
      throw new AssertionError("dissemination changes no status");
    }

    @Override
    public long listed(String issuer, Consumer<CertificateStatus> each) {
      throw new AssertionError("dissemination makes no CRL");
    }

    @Override
    public long changedSince(String issuer, long sequence, Consumer<CertificateStatus> each) {
      throw new AssertionError("dissemination makes no CRL");
    }

    @Override
    public boolean isRead(String issuer, SerialNumber serial, Instant since) {
      throw new AssertionError("dissemination acknowledges no change");
    }

    @Override
    public Optional<Boolean> isOfTspKey(String issuer, SerialNumber serial) {
      return Optional.of(false);
    }

    @Override
    public Optional<CertificateStatus> find(String issuer, SerialNumber serial) {
      if (tampered) {
        throw new StatusNotTrusted("the row was rolled back");
      }
      return Optional.of(
          new CertificateStatus(
              issuer,
              serial,
              CertificateState.REVOKED,
              Optional.of(1),
              Optional.of(BEGIN),
              Optional.empty()));
    }
  }

  private static Der certificate() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Name name = new X500Name("CN=Anna Example,C=CZ");
    return Der.of(
        new X509v3CertificateBuilder(
                name,
                SERIAL.value(),
                Date.from(BEGIN),
                Date.from(END),
                name,
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()))
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded());
  }

  private void generated(boolean consent) {
    keeping.keep(
        new CertificateGenerated("issuing", SERIAL, certificate, "p", true, consent, BEGIN, END));
  }

  private RequestRefused refused(String issuer, SerialNumber serial) {
    return assertThrows(RequestRefused.class, () -> gate.toEverybody(issuer, serial));
  }

  @Test
  void withConsentEverybodyGetsTheCertificate() {
    generated(true);
    assertEquals(certificate, gate.toEverybody("issuing", SERIAL).content());
    assertEquals(List.of(AuditEventType.CERTIFICATE_PUBLISHED), log.types());
  }

  @Test
  void withoutConsentTheAnswerIsThatOfAnUnknownCertificate() {
    generated(false);
    RequestRefused withheld = refused("issuing", SERIAL);
    RequestRefused unknown = refused("issuing", new SerialNumber(BigInteger.TWO));
    assertEquals(Refusal.NOT_FOUND, withheld.refusal());
    assertEquals(unknown.refusal(), withheld.refusal());
    assertEquals(unknown.detail(), withheld.detail());
    assertTrue(log.events.isEmpty(), "nothing was published");
  }

  @Test
  void subjectAlwaysGetsItsOwnCertificate() {
    generated(false);
    assertEquals(certificate, gate.toSubject("issuing", SERIAL));
  }

  @Test
  void officerSeesStatusAndWhetherItIsPublishedAndTheLookIsRecorded() throws IOException {
    generated(false);
    CertificateReport report = gate.toOfficer("issuing", SERIAL);
    assertEquals(CertificateState.REVOKED, report.state());
    assertEquals(Optional.of(1), report.reason());
    assertFalse(report.published());
    assertTrue(report.subject().contains("Anna Example"), report.subject());
    assertTrue(report.certificate().startsWith("-----BEGIN CERTIFICATE-----\nMII"));
    assertEquals(List.of(AuditEventType.CERTIFICATE_VIEWED), log.types());
    assertFalse(log.events.toString().contains("Anna"), "no personal data in the log");
  }

  /** SA1.1. */
  @Test
  void officerOfAnotherCaIsToldThatItDoesNotExist() {
    generated(true);
    gate.caller =
        () ->
            new Caller(
                "revocation-officer-1",
                "p",
                Set.of(Role.REVOCATION_OFFICER),
                Set.of(),
                new Scope(Optional.of(Set.of("second")), Optional.empty()));
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> gate.toOfficer("issuing", SERIAL));
    assertEquals(refused("issuing", new SerialNumber(BigInteger.TWO)).detail(), refused.detail());
    assertEquals(Refusal.NOT_FOUND, refused.refusal());
    assertFalse(log.types().contains(AuditEventType.CERTIFICATE_VIEWED));
  }

  @Test
  void statusThatIsNotTrustedIsNotShown() {
    generated(true);
    statuses.tampered = true;
    assertThrows(ServiceUnavailable.class, () -> gate.toOfficer("issuing", SERIAL));
  }

  @Test
  void sameSerialOfAnotherIssuerIsAnotherCertificate() {
    generated(true);
    assertEquals(Refusal.NOT_FOUND, refused("management", SERIAL).refusal());
  }

  @Test
  void entityTagChangesWithTheContentOnly() {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      tags.add(DisseminatedObject.of(Der.of(new byte[] {1}), BEGIN).entityTag());
    }
    tags.add(DisseminatedObject.of(Der.of(new byte[] {2}), BEGIN).entityTag());
    assertEquals(tags.get(0), tags.get(1));
    assertFalse(tags.get(1).equals(tags.get(2)));
  }
}
