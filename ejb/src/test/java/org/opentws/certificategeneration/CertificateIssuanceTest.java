package org.opentws.certificategeneration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.profile.CertificateProfile.OrderedBy;
import org.opentws.certificategeneration.profile.Drafts;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

class CertificateIssuanceTest {
  private final IssuanceWorld world = new IssuanceWorld();

  private GeneratedCertificate generate(CertificateRequest request) {
    return world.generate(world.sealed("nonce-" + world.calls.size(), request));
  }

  private Refusal refusal(CertificateRequest request) {
    Refusal refusal = assertThrows(RequestRefused.class, () -> generate(request)).refusal();
    assertEquals(List.of(), world.signedSerials, "nothing was signed");
    assertEquals(Set.of(), world.reserved, "no serial was used up");
    assertEquals(Set.of(), world.certificates.keySet());
    return refusal;
  }

  private CertificateRequest ordering(String profile, String issuer, Map<String, String> subject) {
    CertificateRequest good = world.request("application-1");
    return new CertificateRequest(
        "application-1",
        new CertificateOrder(profile, issuer, good.order().subjectPublicKeyInfo(), subject, true),
        good.proofOfPossession());
  }

  @Test
  void keyByWhichSomebodyLogsInIsNotCertifiedForSignatures() {
    CertificateRequest request = world.request("application-1");
    String key = Sha256.hex(request.order().subjectPublicKeyInfo());
    world.usesOfKeys.put(key, Set.of("control"));
    assertEquals(Refusal.PROFILE_VIOLATION, refusal(request));
    world.usesOfKeys.put(key, Set.of(request.order().profile()));
    generate(request);
    assertEquals(1, world.certificates.size());
  }

  private static X509Certificate java(Der der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der.octets()));
  }

  @Test
  void certificateIsSignedByTheCaForTheSubjectsKey() throws Exception {
    GeneratedCertificate generated = generate(world.request("application-1"));
    X509Certificate certificate = java(generated.certificate());
    Der ca = world.softwareKeys.active(KeyPurpose.CERTIFICATE_SIGNING, "issuing").certificate();
    certificate.verify(java(ca).getPublicKey());
    assertEquals(world.subjectKey.getPublic(), certificate.getPublicKey());
    assertEquals(generated.serial().value(), certificate.getSerialNumber());
    assertTrue(certificate.getSerialNumber().bitLength() <= 159);
    assertFalse(
        certificate.getNotBefore().toInstant().isBefore(Drafts.NOW.minus(Duration.ofMillis(999))));
  }

  @Test
  void serialsAreLongRandomAndNeverTwice() {
    Set<String> serials = new HashSet<>();
    int bits = 0;
    for (int i = 0; i < 50; i++) {
      GeneratedCertificate generated = generate(world.request("application-" + i));
      serials.add(generated.serial().hex());
      bits = Math.max(bits, generated.serial().value().bitLength());
    }
    assertEquals(50, serials.size());
    assertTrue(bits > 150, "the longest had " + bits + " bits");
  }

  @Test
  void rsaCaIssuesToo() throws Exception {
    KeyPair rsa = SoftwareKeys.pair("RSA", 3072);
    world.softwareKeys.add(KeyPurpose.CERTIFICATE_SIGNING, "rsa", rsa, "SHA256withRSA");
    GeneratedCertificate generated =
        generate(ordering("qualified-esign-natural-person", "rsa", Drafts.ANNA));
    java(generated.certificate()).verify(rsa.getPublic());
  }

  @Test
  void replayedRequestIsRefusedAndSecondRequestGetsTheFirstCertificate() {
    CertificateRequest request = world.request("application-1");
    Der sealed = world.sealed("nonce-1", request);
    GeneratedCertificate first = world.generate(sealed);
    assertEquals(
        Refusal.REPLAYED,
        assertThrows(RequestRefused.class, () -> world.generate(sealed)).refusal());
    assertEquals(first, generate(request));
    assertEquals(1, world.signedSerials.size());
  }

  @Test
  void applicationThatHasACertificateNeverGetsOneForAnotherKey() {
    generate(world.request("application-1"));
    KeyPair other = SoftwareKeys.pair("EC", 256);
    CertificateRequest swapped = world.request("application-1", other, other);
    assertEquals(
        Refusal.WRONG_STATE, assertThrows(RequestRefused.class, () -> generate(swapped)).refusal());
  }

  @Test
  void keySwappedAfterItsProofIsRefused() {
    assertEquals(
        Refusal.PROOF_OF_POSSESSION_FAILED,
        refusal(world.request("application-1", SoftwareKeys.pair("EC", 256), world.subjectKey)));
  }

  @Test
  void proofThatIsAlteredMissingOrGarbageIsRefused() {
    CertificateRequest good = world.request("application-1");
    byte[] altered = good.proofOfPossession().octets();
    altered[altered.length - 1] ^= 1;
    for (Der proof : List.of(Der.of(altered), Der.of(new byte[0]), Der.of(new byte[] {48, 0}))) {
      assertEquals(
          Refusal.PROOF_OF_POSSESSION_FAILED,
          refusal(new CertificateRequest("application-1", good.order(), proof)));
    }
  }

  @Test
  void weakKeyIsRefusedByGenerationItself() {
    KeyPair weak = SoftwareKeys.pair("RSA", 2048);
    CertificateOrder order =
        new CertificateOrder(
            "ocsp-responder", "issuing", SoftwareKeys.publicKey(weak), Drafts.PROVIDER, true);
    assertEquals(
        Refusal.WEAK_KEY,
        assertThrows(
                RequestRefused.class,
                () -> world.issuance().issue(order, OrderedBy.KEY_MANAGEMENT, Optional.empty()))
            .refusal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ocsp-responder",
        "time-stamping-unit",
        "infrastructure-tls-server",
        "infrastructure-database-client",
        "infrastructure-signing",
        "control",
        "no-such-profile"
      })
  void registrationCannotOrderACertificateForAKeyOfTheTsp(String profile) {
    assertEquals(Refusal.PROFILE_VIOLATION, refusal(ordering(profile, "issuing", Drafts.PROVIDER)));
  }

  @Test
  void subjectCertificateIsNeverIssuedByTheManagementCa() {
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        refusal(ordering("qualified-esign-natural-person", "management", Drafts.ANNA)));
  }

  @Test
  void subjectOutsideTheProfileIsRefused() {
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        refusal(
            ordering("qualified-esign-natural-person", "issuing", Map.of("countryName", "CZ"))));
  }

  @Test
  void unknownOrInactiveCaIssuesNothing() {
    assertThrows(
        ServiceUnavailable.class,
        () -> generate(ordering("qualified-esign-natural-person", "nobody", Drafts.ANNA)));
    world.softwareKeys.setState(
        world.softwareKeys.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).get(0), KeyState.INACTIVE);
    assertThrows(ServiceUnavailable.class, () -> generate(world.request("application-1")));
    assertEquals(List.of(), world.signedSerials);
    assertEquals(Set.of(), world.reserved);
  }

  @Test
  void signatureThatDoesNotVerifyNeverBecomesACertificate() {
    world.deviceLies = true;
    assertThrows(ServiceUnavailable.class, () -> generate(world.request("application-1")));
    assertEquals(Set.of(), world.certificates.keySet());
    assertEquals(1, world.recorded(AuditEventType.CERTIFICATE_GENERATED, Outcome.FAILURE));
  }

  @Test
  void signatureThatComesTooLateIsThrownAway() {
    world.deviceTakes = Duration.ofSeconds(11);
    assertThrows(ServiceUnavailable.class, () -> generate(world.request("application-1")));
    assertEquals(Set.of(), world.certificates.keySet());
    world.deviceTakes = Duration.ofSeconds(9);
    assertTrue(generate(world.request("application-1")).certificate().length() > 0);
  }

  @Test
  void malformedContentIsRefused() {
    for (String content :
        List.of(
            "",
            "[]",
            "{}",
            world.request("a").toJson() + "x",
            world.request("a").toJson().replace("true", "\"yes\""),
            world.request("a").toJson().replace("\"a\"", "\"../a\""),
            world.request("a").toJson().replace("\"issuing\"", "17"),
            world
                .request("a")
                .toJson()
                .replace("{\"applicationId\"", "{\"profile\":1,\"applicationId\""))) {
      assertEquals(
          Refusal.MALFORMED_REQUEST,
          assertThrows(RequestRefused.class, () -> CertificateRequest.parse(content)).refusal(),
          content);
    }
  }

  @Test
  void requestComesBackFromItsJsonAsItWas() {
    CertificateRequest request = world.request("application-1");
    assertEquals(request, CertificateRequest.parse(request.toJson()));
  }

  @ParameterizedTest
  @EnumSource(KeyPurpose.class)
  void everyKeyOfTheTspGetsTheCertificateOfItsPurposeOrNone(KeyPurpose purpose) throws Exception {
    KeyCertification certification = new KeyCertification();
    certification.issuance = world.issuance();
    certification.desk = world.desk();
    String owner = purpose == KeyPurpose.OCSP_SIGNING ? "issuing" : "owner";
    Der key = SoftwareKeys.publicKey(world.subjectKey);
    boolean ca =
        purpose == KeyPurpose.CERTIFICATE_SIGNING
            || purpose == KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING;
    if (ca) {
      assertThrows(
          RequestRefused.class,
          () ->
              world.inTransaction(
                  () -> certification.certify(purpose, owner, key, Optional.empty())));
      return;
    }
    List<Der> chain =
        world.inTransaction(() -> certification.certify(purpose, owner, key, Optional.empty()));
    assertEquals(2, chain.size());
    java(chain.get(0)).verify(java(chain.get(1)).getPublicKey());
    assertEquals(1, world.certificates.size());
    boolean tsp = purpose == KeyPurpose.OCSP_SIGNING || purpose == KeyPurpose.TIME_STAMP_SIGNING;
    assertEquals(
        tsp ? "issuing" : "management", world.certificates.values().iterator().next().issuer());
    assertEquals(
        tsp,
        new X509CertificateHolder(chain.get(0).octets())
            .getSubject()
            .toString()
            .contains("NTRCZ-12345678"));
  }

  /** PostgreSQL compares the common name with the role that logs in. */
  @Test
  void clientOfTheDatabaseIsNamedAsItsRole() throws Exception {
    KeyCertification certification = new KeyCertification();
    certification.issuance = world.issuance();
    certification.desk = world.desk();
    Der key = SoftwareKeys.publicKey(world.subjectKey);
    Der made =
        world
            .inTransaction(
                () ->
                    certification.certify(
                        KeyPurpose.DATABASE_CLIENT, "tws_app", key, Optional.empty()))
            .get(0);
    assertEquals(
        "C=CZ,O=Test,CN=tws_app", new X509CertificateHolder(made.octets()).getSubject().toString());
  }

  @Test
  void refusalIsRecordedAndABrokenSealAlarms() {
    IssuanceJournal journal = world.journal();
    journal.refused(new RequestRefused(Refusal.PROFILE_VIOLATION, "no"));
    assertEquals(0, world.alarms.size());
    journal.refused(new RequestRefused(Refusal.SEAL_BROKEN, "no"));
    journal.refused(new RequestRefused(Refusal.REPLAYED, "no"));
    assertEquals(2, world.alarms.size());
    assertEquals(3, world.recorded(AuditEventType.CERTIFICATE_REQUEST_REFUSED, Outcome.REFUSED));
  }
}
