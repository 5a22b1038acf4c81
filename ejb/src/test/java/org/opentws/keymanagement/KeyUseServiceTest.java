package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.Signature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

class KeyUseServiceTest {
  private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.UTF_8);

  private final House house = new House();
  private UsableKey ocsp = anyKey();

  private static UsableKey anyKey() {
    House other = new House();
    other.generate(KeyPurpose.OCSP_SIGNING, "issuing");
    return other.use.active(KeyPurpose.OCSP_SIGNING, "issuing");
  }

  @BeforeEach
  void generateOcspKey() {
    house.generate(KeyPurpose.OCSP_SIGNING, "issuing");
    ocsp = house.use.active(KeyPurpose.OCSP_SIGNING, "issuing");
  }

  private long refusals() {
    return house.audit.types().stream().filter(AuditEventType.KEY_USE_REFUSED::equals).count();
  }

  private ServiceUnavailable.Cause refusalOfSigning(UsableKey key) {
    return assertThrows(ServiceUnavailable.class, () -> house.use.sign(key, DATA)).missing();
  }

  private void assertRefusedAndRecorded() {
    assertEquals(ServiceUnavailable.Cause.KEY, refusalOfSigning(ocsp));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    assertEquals(1, refusals());
  }

  @Test
  void activeKeySignsWithTheKeyOfItsCertificate() throws Exception {
    Signature verifier = Signature.getInstance(ocsp.algorithm());
    String label = house.register.keys.get(0).label();
    verifier.initVerify(house.devices.tsp.publicKey(label));
    verifier.update(DATA);
    assertTrue(verifier.verify(house.use.sign(ocsp, DATA)));
    assertEquals(0, refusals());
  }

  @Test
  void keyOfOnePurposeIsNotFoundForAnother() {
    assertTrue(house.use.find(KeyPurpose.TIME_STAMP_SIGNING, "issuing").isEmpty());
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "other").isEmpty());
    assertEquals(
        ServiceUnavailable.Cause.KEY,
        assertThrows(
                ServiceUnavailable.class,
                () -> house.use.active(KeyPurpose.CERTIFICATE_SIGNING, "issuing"))
            .missing());
  }

  @Test
  void keyPresentedUnderAnotherPurposeIsRefusedAndRecorded() {
    UsableKey forged =
        new UsableKey(
            ocsp.keyId(),
            KeyPurpose.CERTIFICATE_SIGNING,
            ocsp.owner(),
            ocsp.algorithm(),
            ocsp.certificate(),
            ocsp.chain(),
            ocsp.usableUntil());
    assertEquals(ServiceUnavailable.Cause.KEY, refusalOfSigning(forged));
    assertEquals(1, refusals());
  }

  @Test
  void keyPresentedWithAnotherAlgorithmIsRefused() {
    UsableKey forged =
        new UsableKey(
            ocsp.keyId(),
            ocsp.purpose(),
            ocsp.owner(),
            "SHA1withECDSA",
            ocsp.certificate(),
            ocsp.chain(),
            ocsp.usableUntil());
    assertEquals(ServiceUnavailable.Cause.KEY, refusalOfSigning(forged));
  }

  @Test
  void unknownKeyIsRefused() {
    assertEquals(ServiceUnavailable.Cause.KEY, refusalOfSigning(anyKey()));
  }

  @Test
  void expiredKeyIsRefusedAndRecordedOnceAMinute() {
    house.time.pass(Duration.ofDays(366));
    assertRefusedAndRecorded();
    house.time.pass(Duration.ofSeconds(61));
    refusalOfSigning(ocsp);
    assertEquals(2, refusals());
  }

  @Test
  void keySignsUntilTheLastSecondOfItsLifeAndNotInTheNext() {
    Duration rest = Duration.between(house.time.now(), ocsp.usableUntil());
    house.time.pass(rest.minusSeconds(1));
    house.use.sign(ocsp, DATA);
    house.time.pass(Duration.ofSeconds(1));
    assertRefusedAndRecorded();
  }

  @Test
  void privateKeyUsagePeriodEndsTheLifeBeforeTheCertificateDoes() {
    House other = new House();
    other.generate.certifier =
        (purpose, owner, publicKey, ca) -> {
          TestCa.Request request = TestCa.requestFor(purpose, publicKey);
          request.privateKeyLife = Duration.ofDays(30);
          return List.of(other.generation.certificate(request));
        };
    other.generate(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    UsableKey unit = other.use.active(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    other.time.pass(Duration.ofDays(29));
    other.use.sign(unit, DATA);
    other.time.pass(Duration.ofDays(1));
    assertThrows(ServiceUnavailable.class, () -> other.use.sign(unit, DATA));
  }

  @Test
  void keyIsRefusedBeforeItsLifeBegins() {
    House other = new House();
    other.generate.certifier =
        (purpose, owner, publicKey, ca) -> {
          TestCa.Request request = TestCa.requestFor(purpose, publicKey);
          request.began = Duration.ofMinutes(-5);
          return List.of(other.generation.certificate(request));
        };
    other.generate(KeyPurpose.OCSP_SIGNING, "issuing");
    assertTrue(other.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    other.time.pass(Duration.ofMinutes(6));
    other.use.sign(other.use.active(KeyPurpose.OCSP_SIGNING, "issuing"), DATA);
  }

  @Test
  void deactivatedKeySignsNoMoreAtOnceAndAgainWhenActivated() {
    Map<String, String> which = Map.of("keyId", ocsp.keyId());
    house.deactivate.execute(which, House.FIRST, House.SECOND);
    assertRefusedAndRecorded();
    house.activate.execute(which, House.FIRST, House.SECOND);
    house.use.sign(ocsp, DATA);
  }

  @Test
  void deactivationByAnotherNodeCountsAfterTwoSeconds() {
    house.register.keys.get(0).deactivate(house.time.now());
    house.time.pass(Duration.ofSeconds(3));
    assertRefusedAndRecorded();
  }

  @Test
  void keySwappedInTheDeviceIsFoundByTheWatchAndRefused() {
    house.watch.probeDevices();
    house.devices.tsp.keys.put(
        house.register.keys.get(0).label(), Fakes.newKeyPair("EC:secp256r1"));
    house.watch.compareDevicesWithRegister();
    assertRefusedAndRecorded();
  }

  @Test
  void privateKeySwappedBehindItsPublicKeyIsFoundByTheWatchAndRefused() {
    String label = house.register.keys.get(0).label();
    house.devices.tsp.keys.put(
        label,
        new KeyPair(
            house.devices.tsp.publicKey(label), Fakes.newKeyPair("EC:secp256r1").getPrivate()));
    house.watch.compareDevicesWithRegister();
    assertRefusedAndRecorded();
  }

  @Test
  void keyThatIsGoneFromTheDeviceIsRefused() {
    house.devices.tsp.keys.clear();
    house.watch.compareDevicesWithRegister();
    assertRefusedAndRecorded();
  }

  @Test
  void keyThatWasAmissForAMomentIsUsedAgainAfterTheNextLookAtItsDevice() {
    house.watch.probeDevices();
    Map<String, KeyPair> keys = Map.copyOf(house.devices.tsp.keys);
    house.devices.tsp.keys.clear();
    house.watch.compareDevicesWithRegister();
    assertRefusedAndRecorded();
    house.watch.probeDevices();
    assertRefusedAndRecorded();
    house.devices.tsp.keys.putAll(keys);
    house.watch.probeDevices();
    house.use.sign(ocsp, DATA);
  }

  private void assertRefusedWith(UnaryOperator<KeyFacts> change) {
    String label = house.register.keys.get(0).label();
    house.devices.tsp.facts.computeIfPresent(label, (key, facts) -> change.apply(facts));
    house.watch.compareDevicesWithRegister();
    assertRefusedAndRecorded();
  }

  @Test
  void keyMadeOutsideTheDeviceIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", false, true, false, true, true, false, true, true));
  }

  @Test
  void readableKeyIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", true, false, false, true, true, false, true, true));
  }

  @Test
  void keyThatWasOnceReadableIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", true, true, false, false, true, false, true, true));
  }

  @Test
  void extractableKeyIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", true, true, true, true, true, false, true, true));
  }

  @Test
  void keyThatWasOnceExtractableIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", true, true, false, true, false, false, true, true));
  }

  @Test
  void keyThatIsNotForSigningIsRefused() {
    assertRefusedWith(
        facts ->
            new KeyFacts(facts.label(), "EC", true, true, false, true, true, false, false, true));
  }

  @Test
  void certificateSwappedInTheRegisterIsRefused() {
    SigningKey row = house.register.keys.remove(0);
    TestCa.Request request =
        TestCa.requestFor(KeyPurpose.OCSP_SIGNING, TestCa.spki(Fakes.newKeyPair("EC:secp256r1")));
    house.register.keys.add(
        Rows.active(
            row, KeyCertificateReader.read(house.generation.certificate(request), List.of())));
    house.time.pass(Duration.ofSeconds(3));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    assertEquals(1, refusals());
  }

  @Test
  void certificateForAnotherPurposeInTheRegisterIsRefused() {
    SigningKey row = house.register.keys.remove(0);
    TestCa.Request request =
        TestCa.requestFor(
            KeyPurpose.TIME_STAMP_SIGNING,
            Der.of(house.devices.tsp.publicKey(row.label()).getEncoded()));
    house.register.keys.add(
        Rows.active(
            row, KeyCertificateReader.read(house.generation.certificate(request), List.of())));
    house.time.pass(Duration.ofSeconds(3));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    assertEquals(1, refusals());
  }

  @Test
  void unreadableCertificateInTheRegisterRefusesThatKeyOnly() {
    house.generate(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    SigningKey row = house.register.keys.remove(0);
    house.register.keys.add(Rows.active(row, Rows.unreadable(house.time.now())));
    house.time.pass(Duration.ofSeconds(3));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
    assertTrue(house.use.find(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1").isPresent());
  }

  @Test
  void lostDeviceIsUnavailableAndHealsByItself() {
    house.devices.tsp.lost = true;
    assertEquals(ServiceUnavailable.Cause.DEVICE, refusalOfSigning(ocsp));
    house.devices.tsp.lost = false;
    house.use.sign(ocsp, DATA);
    assertEquals(0, refusals());
  }

  @Test
  void registerThatCannotBeReadStopsSigningAfterFiveSeconds() {
    house.register.unreadable = true;
    house.time.pass(Duration.ofSeconds(4));
    house.use.sign(ocsp, DATA);
    house.time.pass(Duration.ofSeconds(2));
    assertEquals(ServiceUnavailable.Cause.DATABASE, refusalOfSigning(ocsp));
    house.register.unreadable = false;
    house.use.sign(ocsp, DATA);
  }

  @Test
  void purposeRulesTellTimeStampingFromOcsp() {
    TestCa.Request request =
        TestCa.requestFor(
            KeyPurpose.TIME_STAMP_SIGNING, TestCa.spki(Fakes.newKeyPair("EC:secp256r1")));
    request.extendedUsages.add(KeyPurposeId.id_kp_OCSPSigning);
    Der both = house.generation.certificate(request);
    for (KeyPurpose purpose : KeyPurpose.values()) {
      assertTrue(
          PurposeRules.defect(purpose, KeyCertificateReader.parse(both)).isPresent(),
          () -> purpose + " must not accept a certificate with two usages");
    }
  }
}
