package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

class CompromiseKeyOperationTest {
  private final House house = new House();
  private final SigningKey key = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
  private final Map<String, String> which = Map.of("keyId", key.keyId(), "reason", "stolen");

  private Refusal refusal(Map<String, String> parameters) {
    return assertThrows(
            RequestRefused.class,
            () -> house.compromise.execute(parameters, House.FIRST, House.SECOND))
        .refusal();
  }

  @Test
  void compromisedKeySignsNoMoreAtOnceAndIsNeverActivatedAgain() {
    UsableKey used = house.use.active(KeyPurpose.OCSP_SIGNING, "issuing");
    house.compromise.execute(which, House.FIRST, House.SECOND);
    assertEquals(KeyState.COMPROMISED, key.state());
    assertThrows(ServiceUnavailable.class, () -> house.use.sign(used, new byte[] {1}));
    assertThrows(
        RequestRefused.class,
        () -> house.activate.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND));
    assertTrue(house.audit.types().contains(AuditEventType.KEY_COMPROMISED));
    house.destroy.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
    assertEquals(KeyState.DESTROYED, key.state());
  }

  @Test
  void successorTakesItsPlace() {
    house.compromise.execute(which, House.FIRST, House.SECOND);
    SigningKey successor = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertEquals(successor.keyId(), house.use.active(KeyPurpose.OCSP_SIGNING, "issuing").keyId());
    assertEquals(KeyState.COMPROMISED, key.state());
  }

  @Test
  void reasonIsNeededAndNothingElseIsTaken() {
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(Map.of("keyId", key.keyId())));
    assertEquals(
        Refusal.MALFORMED_REQUEST,
        refusal(Map.of("keyId", key.keyId(), "reason", "x".repeat(401))));
    assertEquals(
        Refusal.MALFORMED_REQUEST,
        refusal(Map.of("keyId", key.keyId(), "reason", "x", "at", "now")));
    assertEquals(Refusal.NOT_FOUND, refusal(Map.of("keyId", "nobody", "reason", "x")));
    house.compromise.execute(which, House.FIRST, House.SECOND);
    assertEquals(Refusal.WRONG_STATE, refusal(which));
  }
}
