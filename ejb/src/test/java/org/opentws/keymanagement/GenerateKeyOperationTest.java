package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

class GenerateKeyOperationTest {
  private final House house = new House();

  private Refusal refusal(Map<String, String> parameters) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.generate.describe(parameters));
    assertEquals(
        refused.refusal(),
        assertThrows(
                RequestRefused.class,
                () -> house.generate.execute(parameters, House.FIRST, House.SECOND))
            .refusal());
    assertTrue(house.devices.tsp.keys.isEmpty() && house.devices.infra.keys.isEmpty());
    return refused.refusal();
  }

  @Test
  void describingMakesNothing() {
    String words = house.generate.describe(House.order(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(words.contains("OCSP_SIGNING") && words.contains("'issuing'"), words);
    assertTrue(words.contains("EC:secp256r1") && words.contains("'tsp'"), words);
    assertTrue(house.devices.tsp.keys.isEmpty() && house.register.keys.isEmpty());
    assertTrue(house.audit.events.isEmpty());
  }

  @Test
  void describingNamesTheKeyThatWillBeReplaced() {
    String former = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing")).keyId();
    String words = house.generate.describe(House.order(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(words.contains(former), words);
  }

  @ParameterizedTest
  @EnumSource(
      value = KeyPurpose.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"CERTIFICATE_SIGNING", "MANAGEMENT_CERTIFICATE_SIGNING"})
  void generatedKeyIsCertifiedBoundActiveAndRecordedWithBothPersons(KeyPurpose purpose) {
    String owner = purpose == KeyPurpose.DATABASE_CLIENT ? "tws_app" : "owner-1";
    Map<String, String> result = house.generate(purpose, owner);
    SigningKey key = house.key(result);
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals("security-officer-1", key.requestedBy());
    assertEquals("security-officer-2", key.approvedBy());
    assertEquals(
        List.of(AuditEventType.KEY_GENERATED, AuditEventType.KEY_BOUND), house.audit.types());
    assertEquals("security-officer-2", house.audit.events.get(0).details().get("approver"));
    assertEquals(Set.of("keyId", "spkiSha256", "serial"), result.keySet());
    assertEquals("10203040506070809", result.get("serial"));
    assertEquals(key.keyId(), house.use.active(purpose, owner).keyId());
  }

  @Test
  void renewalPutsTheNewKeyInTheFormersPlace() {
    SigningKey former = house.key(house.generate(KeyPurpose.TLS_SERVER, "tls"));
    SigningKey renewed = house.key(house.generate(KeyPurpose.TLS_SERVER, "tls"));
    assertEquals(KeyState.INACTIVE, former.state());
    assertEquals(KeyState.ACTIVE, renewed.state());
    assertEquals("tls-server-1", former.label());
    assertEquals("tls-server-2", renewed.label());
    assertEquals(renewed.keyId(), house.use.active(KeyPurpose.TLS_SERVER, "tls").keyId());
  }

  /** Each of them makes the library throw another unchecked exception. */
  @ParameterizedTest
  @ValueSource(
      strings = {"x", "CN", "CN=#23", "C=#2301,O=X", "C=BE,O=X,CN=Y+OU=#23076c", "C=BE,CN=#+OU=z"})
  void subjectThatIsNoNameIsRefusedAsMalformed(String subject) {
    Map<String, String> parameters =
        new HashMap<>(House.order(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    parameters.put("subject", subject);
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(parameters));
  }

  @Test
  void caKeyGivesARequestSignedByItselfAndSignsNothingElse() throws Exception {
    Map<String, String> parameters = House.order(KeyPurpose.CERTIFICATE_SIGNING, "issuing");
    parameters.put("subject", "C=LU,O=Example,CN=Issuing CA 1");
    Map<String, String> result = house.generate.execute(parameters, House.FIRST, House.SECOND);
    PKCS10CertificationRequest request =
        new PKCS10CertificationRequest(
            Base64.getDecoder().decode(String.valueOf(result.get("pkcs10"))));
    assertTrue(
        request.isSignatureValid(
            new JcaContentVerifierProviderBuilder()
                .setProvider(new org.bouncycastle.jce.provider.BouncyCastleProvider())
                .build(request.getSubjectPublicKeyInfo())));
    assertEquals("C=LU,O=Example,CN=Issuing CA 1", request.getSubject().toString());
    SigningKey key = house.key(result);
    assertEquals(
        key.spkiSha256(), Sha256.hex(Der.of(request.getSubjectPublicKeyInfo().getEncoded())));
    assertEquals(KeyState.GENERATED, key.state());
    assertTrue(house.use.find(KeyPurpose.CERTIFICATE_SIGNING, "issuing").isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "algorithm,RSA:2048,WEAK_KEY",
    "algorithm,RSA:1024,WEAK_KEY",
    "algorithm,EC:secp192r1,WEAK_KEY",
    "algorithm,ED:Ed25518,WEAK_KEY",
    "algorithm,DSA:2048,WEAK_KEY",
    "token,infra,WRONG_STATE",
    "token,elsewhere,WRONG_STATE",
    "owner,root,WRONG_STATE",
    "owner,ISSUING,MALFORMED_REQUEST",
    "owner,../x,MALFORMED_REQUEST",
    "purpose,SESSION,MALFORMED_REQUEST",
    "purpose,TLS_SERVER,WRONG_STATE",
    "purpose,MANAGEMENT_CERTIFICATE_SIGNING,WRONG_STATE",
    "subject,CN=x,MALFORMED_REQUEST",
    "extractable,true,MALFORMED_REQUEST"
  })
  void unsuitableOrderIsRefusedAndNothingIsMade(String name, String value, Refusal expected) {
    Map<String, String> parameters = House.order(KeyPurpose.OCSP_SIGNING, "issuing");
    parameters.put(name, value);
    assertEquals(expected, refusal(parameters));
  }

  @ParameterizedTest
  @CsvSource({"purpose", "owner", "token", "algorithm"})
  void missingParameterIsRefused(String name) {
    Map<String, String> parameters = House.order(KeyPurpose.OCSP_SIGNING, "issuing");
    parameters.remove(name);
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(parameters));
  }

  /** The schema's owner and the superuser among them. */
  @ParameterizedTest
  @ValueSource(strings = {"tws_owner", "postgres", "tws_auditor", "TWS_APP", "tws-app"})
  void onlyRolesOfNodesGetAKeyForTheDatabase(String role) {
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(House.order(KeyPurpose.DATABASE_CLIENT, role)));
  }

  @Test
  void roleOfTheDatabaseOwnsNoOtherKey() {
    assertEquals(
        Refusal.MALFORMED_REQUEST, refusal(House.order(KeyPurpose.MESSAGE_SEALING, "tws_app")));
  }

  @Test
  void certificateOfAServerIsNotBoundToAClientOfTheDatabase() {
    house.generate.certifier =
        (purpose, owner, publicKey, ca) ->
            house.generation.certify(KeyPurpose.TLS_SERVER, owner, publicKey, ca);
    assertThrows(
        RequestRefused.class, () -> house.generate(KeyPurpose.DATABASE_CLIENT, "tws_front"));
    assertTrue(house.use.find(KeyPurpose.DATABASE_CLIENT, "tws_front").isEmpty());
  }

  @Test
  void auditKeyThatCheckpointsCannotUseIsRefused() {
    Map<String, String> parameters = House.order(KeyPurpose.AUDIT_SIGNING, "audit");
    parameters.put("algorithm", "EC:secp384r1");
    assertEquals(Refusal.WEAK_KEY, refusal(parameters));
  }

  @Test
  void certificateForAnotherKeyIsNotBound() {
    Der foreign = TestCa.spki(Fakes.newKeyPair("EC:secp256r1"));
    house.generate.certifier =
        (purpose, owner, publicKey, ca) -> house.generation.certify(purpose, owner, foreign, ca);
    assertThrows(RequestRefused.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
  }

  @Test
  void certificateForAnotherPurposeIsNotBound() {
    house.generate.certifier =
        (purpose, owner, publicKey, ca) ->
            house.generation.certify(KeyPurpose.TLS_SERVER, owner, publicKey, ca);
    assertThrows(RequestRefused.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
  }

  @Test
  void deviceThatFailsToGenerateLeavesNothing() {
    house.devices.tsp.failingCall = "generateKeyPair";
    assertThrows(
        ServiceUnavailable.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(house.register.keys.isEmpty());
    assertTrue(house.audit.events.isEmpty());
  }

  @Test
  void deviceThatFailsToStoreTheCertificateLeavesTheFormerKeyActive() {
    SigningKey former = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    house.devices.tsp.failingCall = "storeCertificate";
    assertThrows(
        ServiceUnavailable.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertEquals(KeyState.ACTIVE, former.state());
    assertEquals(former.keyId(), house.use.active(KeyPurpose.OCSP_SIGNING, "issuing").keyId());
  }

  @Test
  void keyWhoseLineWasNeverCommittedIsFoundRecordedOnceAndCanBeDestroyed() {
    house.generate(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    house.register.unwritable = true;
    assertThrows(
        IllegalStateException.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    house.register.unwritable = false;
    house.watch.probeDevices();
    assertFalse(house.audit.types().contains(AuditEventType.ALARM_RAISED));
    house.watch.compareDevicesWithRegister();
    house.watch.compareDevicesWithRegister();
    assertEquals(
        1, house.audit.types().stream().filter(AuditEventType.ALARM_RAISED::equals).count());
    assertEquals(Set.of("ocsp-signing-issuing-1"), house.board.devices().get(0).orphans());

    Map<String, String> orphan = Map.of("token", "tsp", "label", "ocsp-signing-issuing-1");
    house.destroy.describe(orphan);
    house.destroy.execute(orphan, House.FIRST, House.SECOND);
    assertEquals(List.of("time-stamp-signing-tsu-1-1"), house.devices.tsp.keyLabels());
    house.watch.compareDevicesWithRegister();
    assertTrue(house.board.devices().get(0).orphans().isEmpty());
  }

  @Test
  void labelOfAnOrphanIsNotUsedAgain() {
    house.devices.tsp.generateKeyPair(
        "ocsp-signing-issuing-1", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    SigningKey key = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertEquals("ocsp-signing-issuing-2", key.label());
  }

  @Test
  void auditLogThatCannotBeWrittenFailsTheOperation() {
    house.audit.full = true;
    assertThrows(
        ServiceUnavailable.class, () -> house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(house.use.find(KeyPurpose.OCSP_SIGNING, "issuing").isEmpty());
  }
}
