package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

class KeyRollOverTest {
  private static final KeyPurpose PURPOSE = KeyPurpose.TIME_STAMP_SIGNING;
  private static final String UNIT = "tsu-1";

  private final House house = new House();
  private final SigningKey inUse = house.key(house.generate(PURPOSE, UNIT));

  private SigningKey spare() {
    Map<String, String> order = House.order(PURPOSE, UNIT);
    order.put("spare", "yes");
    Map<String, String> result = house.generate.execute(order, House.FIRST, House.SECOND);
    assertEquals(Set.of("keyId", "spkiSha256"), result.keySet());
    return house.key(result);
  }

  private KeyRollOver.Result look() {
    return house.rollOver.rollOverIfDue(PURPOSE, UNIT);
  }

  private void passUntilBeforeTheEnd(Duration left) {
    passUntil(inUse, left);
  }

  private void passUntil(SigningKey key, Duration left) {
    Instant then = key.certificate().orElseThrow().usableUntil().minus(left);
    house.time.pass(Duration.between(house.time.now(), then));
  }

  @Test
  void spareKeyIsKeptWithoutCertificateAndSignsNothing() {
    SigningKey spare = spare();
    assertEquals(KeyState.SPARE, spare.state());
    assertTrue(spare.certificate().isEmpty());
    assertEquals(KeyState.ACTIVE, inUse.state());
    assertEquals(inUse.keyId(), house.use.active(PURPOSE, UNIT).keyId());
  }

  @Test
  void nothingHappensLongBeforeTheEnd() {
    spare();
    passUntilBeforeTheEnd(Duration.ofDays(45));
    assertEquals(KeyRollOver.Result.NOT_DUE, look());
    assertEquals(KeyState.ACTIVE, inUse.state());
  }

  @Test
  void oldestSpareTakesThePlaceWhenTheEndIsNear() {
    SigningKey oldest = spare();
    house.time.pass(Duration.ofSeconds(1));
    SigningKey other = spare();
    UsableKey former = house.use.active(PURPOSE, UNIT);
    passUntilBeforeTheEnd(Duration.ofDays(29));
    assertEquals(KeyRollOver.Result.ROLLED_OVER, look());
    assertEquals(KeyState.ACTIVE, oldest.state());
    assertEquals(KeyState.SPARE, other.state());
    assertEquals(KeyState.INACTIVE, inUse.state());
    assertEquals(oldest.keyId(), house.use.active(PURPOSE, UNIT).keyId());
    var record = house.audit.events.get(house.audit.events.size() - 1);
    assertEquals(AuditEventType.KEY_ROLLED_OVER, record.type());
    assertEquals(inUse.keyId(), record.details().get("keyId"));
    assertEquals("security-officer-2", record.details().get("approver"));
    assertThrows(ServiceUnavailable.class, () -> house.use.sign(former, new byte[] {1}));
  }

  @Test
  void lastSpareAndNoSpareAreTold() {
    passUntilBeforeTheEnd(Duration.ofDays(59));
    assertEquals(KeyRollOver.Result.NOT_DUE_AND_NO_SPARE, look());
    SigningKey spare = spare();
    assertEquals(KeyRollOver.Result.NOT_DUE, look());
    passUntilBeforeTheEnd(Duration.ofDays(29));
    assertEquals(KeyRollOver.Result.ROLLED_OVER_TO_THE_LAST, look());
    passUntil(spare, Duration.ofDays(1));
    assertEquals(KeyRollOver.Result.NO_SPARE, look());
    assertEquals(KeyState.ACTIVE, spare.state());
  }

  @Test
  void spareThatIsNotWhatWasMadeIsPassedOver() {
    SigningKey swapped = spare();
    SigningKey gone = spare();
    house.devices.tsp.keys.put(swapped.label(), house.devices.tsp.keys.get(inUse.label()));
    house.devices.tsp.keys.remove(gone.label());
    passUntilBeforeTheEnd(Duration.ofDays(29));
    assertEquals(KeyRollOver.Result.NO_SPARE, look());
    assertEquals(KeyState.ACTIVE, inUse.state());
    assertEquals(KeyState.SPARE, swapped.state());
  }

  @Test
  void keysOfOtherPurposesHaveNoSpares() {
    Map<String, String> order = House.order(KeyPurpose.TLS_SERVER, "tls");
    order.put("spare", "yes");
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.generate.describe(order));
    assertEquals(Refusal.WRONG_STATE, refused.refusal());
  }
}
