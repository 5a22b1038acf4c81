package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

class DestroyKeyOperationTest {
  private final House house = new House();

  private Refusal refusal(Map<String, String> parameters) {
    return assertThrows(
            RequestRefused.class,
            () -> house.destroy.execute(parameters, House.FIRST, House.SECOND))
        .refusal();
  }

  private SigningKey inactiveOcspKey() {
    SigningKey former = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    house.generate(KeyPurpose.OCSP_SIGNING, "issuing");
    return former;
  }

  @Test
  void inactiveKeyIsGoneFromTheDeviceAndStaysInTheRegister() {
    SigningKey key = inactiveOcspKey();
    house.destroy.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
    assertTrue(!house.devices.tsp.keyLabels().contains(key.label()));
    assertEquals(KeyState.DESTROYED, key.state());
    assertTrue(house.audit.types().contains(AuditEventType.KEY_DESTROYED));
  }

  @Test
  void activeKeyIsNotDestroyed() {
    SigningKey key = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertEquals(Refusal.WRONG_STATE, refusal(Map.of("keyId", key.keyId())));
    assertTrue(house.devices.tsp.keyLabels().contains(key.label()));
  }

  @Test
  void registeredKeyCannotBePassedOffAsAnOrphan() {
    SigningKey key = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertEquals(Refusal.WRONG_STATE, refusal(Map.of("token", "tsp", "label", key.label())));
    assertTrue(house.devices.tsp.keyLabels().contains(key.label()));
  }

  @Test
  void keyThatNobodyKnowsIsNotFound() {
    assertEquals(Refusal.NOT_FOUND, refusal(Map.of("keyId", "nobody")));
    assertEquals(Refusal.NOT_FOUND, refusal(Map.of("token", "tsp", "label", "nobody")));
    assertEquals(Refusal.NOT_FOUND, refusal(Map.of("token", "other", "label", "nobody")));
  }

  @Test
  void keyOfAStillValidCaNeedsAnExplicitWord() {
    TestCa root = new TestCa("CN=Root", house.time::now);
    SigningKey key = house.key(house.generate(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    house.binding.bind(
        key,
        root.certify(
            KeyPurpose.CERTIFICATE_SIGNING,
            "issuing",
            org.opentws.value.Der.of(house.devices.ca.publicKey(key.label()).getEncoded()),
            java.util.Optional.empty()),
        TwoPersons.of(House.FIRST, House.SECOND));
    house.deactivate.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
    Map<String, String> parameters = new HashMap<>(Map.of("keyId", key.keyId()));
    assertEquals(Refusal.WRONG_STATE, refusal(parameters));
    parameters.put("evenThoughCertificateIsValid", "yes");
    house.destroy.execute(parameters, House.FIRST, House.SECOND);
    assertEquals(KeyState.DESTROYED, key.state());
  }

  @Test
  void deviceThatFailsToDestroyFailsTheOperation() {
    SigningKey key = inactiveOcspKey();
    house.devices.tsp.failingCall = "destroy";
    assertThrows(
        ServiceUnavailable.class,
        () -> house.destroy.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND));
  }

  @Test
  void destroyedKeyThatIsBackInTheDeviceIsAnOrphan() {
    SigningKey key = inactiveOcspKey();
    house.destroy.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
    house.devices.tsp.generateKeyPair(key.label(), "EC:secp256r1", KeyProtection.NEVER_LEAVES);
    assertTrue(house.reconciliation.orphans("tsp").contains(key.label()));
  }
}
