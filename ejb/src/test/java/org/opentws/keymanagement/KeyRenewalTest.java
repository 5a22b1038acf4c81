package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;

class KeyRenewalTest {
  private static final KeyPurpose PURPOSE = KeyPurpose.MESSAGE_SEALING;
  private static final String OWNER = "revocationmanagement";

  private final House house = new House();
  private final SigningKey first = house.key(house.generate(PURPOSE, OWNER));

  private KeyRollOver.Result look() {
    house.rollOver.prepareIfDue(PURPOSE, OWNER);
    return house.rollOver.rollOverIfDue(PURPOSE, OWNER);
  }

  private void passUntil(SigningKey key, Duration left) {
    Instant then = key.certificate().orElseThrow().usableUntil().minus(left);
    house.time.pass(Duration.between(house.time.now(), then));
  }

  private List<SigningKey> inState(KeyState state) {
    return house.register.inState(PURPOSE, OWNER, state);
  }

  private SigningKey inUse() {
    return inState(KeyState.ACTIVE).get(0);
  }

  @Test
  void nothingIsMadeLongBeforeTheEnd() {
    passUntil(first, Duration.ofDays(31));
    assertEquals(KeyRollOver.Result.NOT_DUE, look());
    assertEquals(first, inUse());
    assertTrue(inState(KeyState.SPARE).isEmpty());
  }

  @Test
  void successorIsMadeAndTakenIntoUseWhenTheEndIsNear() {
    passUntil(first, Duration.ofDays(29));
    assertEquals(KeyRollOver.Result.ROLLED_OVER, look());
    SigningKey second = inUse();
    assertEquals(KeyState.INACTIVE, first.state());
    assertEquals(KeyCeremony.RENEWAL, second.ceremony());
    assertEquals(first.algorithm(), second.algorithm());
    assertEquals(second.keyId(), house.use.active(PURPOSE, OWNER).keyId());
    List<AuditEventType> types = house.audit.events.stream().map(event -> event.type()).toList();
    assertTrue(types.contains(AuditEventType.KEY_ROLLED_OVER));
    assertEquals(KeyRollOver.Result.NOT_DUE, look());
    assertEquals(second, inUse());
  }

  @Test
  void keyForTheDatabaseIsRenewedByTheSystem() {
    SigningKey former = house.key(house.generate(KeyPurpose.DATABASE_CLIENT, "tws_app"));
    passUntil(former, Duration.ofDays(29));
    house.rollOver.prepareIfDue(KeyPurpose.DATABASE_CLIENT, "tws_app");
    assertEquals(
        KeyRollOver.Result.ROLLED_OVER,
        house.rollOver.rollOverIfDue(KeyPurpose.DATABASE_CLIENT, "tws_app"));
    assertEquals(KeyState.INACTIVE, former.state());
    SigningKey next =
        house.register.inState(KeyPurpose.DATABASE_CLIENT, "tws_app", KeyState.ACTIVE).get(0);
    assertEquals(KeyCeremony.RENEWAL, next.ceremony());
  }

  @Test
  void lifeShorterThanTheLeadMakesNoKeyAfterTheOther() {
    passUntil(first, Duration.ofDays(29));
    look();
    SigningKey second = inUse();
    Duration life =
        Duration.between(
            second.certificate().orElseThrow().usableFrom(),
            second.certificate().orElseThrow().usableUntil());
    house.rollOver.settings = new RollOverSettings(Duration.ofDays(30), life.multipliedBy(2));
    assertEquals(KeyRollOver.Result.NOT_DUE, look());
    passUntil(second, life.dividedBy(2).minusSeconds(1));
    assertEquals(KeyRollOver.Result.ROLLED_OVER, look());
    assertEquals(KeyState.INACTIVE, second.state());
  }

  @Test
  void successorThatCannotBeCertifiedWaitsAsTheOnlySpare() {
    passUntil(first, Duration.ofDays(29));
    house.rollOver.certifier =
        (purpose, owner, publicKey, ca) -> {
          throw new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "no CA");
        };
    assertThrows(ServiceUnavailable.class, this::look);
    assertThrows(ServiceUnavailable.class, this::look);
    assertEquals(first, inUse());
    SigningKey spare = inState(KeyState.SPARE).get(0);
    assertEquals(1, inState(KeyState.SPARE).size());
    house.rollOver.certifier = house.generation;
    assertEquals(KeyRollOver.Result.ROLLED_OVER, look());
    assertEquals(spare, inUse());
  }

  @Test
  void keyThatRelyingPartiesKnowIsNeverMadeWithoutTwoPersons() {
    SigningKey ocsp = house.key(house.generate(KeyPurpose.OCSP_SIGNING, "issuing"));
    passUntil(ocsp, Duration.ofDays(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> house.rollOver.prepareIfDue(KeyPurpose.OCSP_SIGNING, "issuing"));
    assertTrue(
        house.register.inState(KeyPurpose.OCSP_SIGNING, "issuing", KeyState.SPARE).isEmpty());
  }
}
