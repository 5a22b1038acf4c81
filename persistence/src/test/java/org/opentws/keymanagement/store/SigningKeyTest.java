package org.opentws.keymanagement.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

class SigningKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");
  private static final KeyCertificate CERTIFICATE =
      new KeyCertificate(
          Der.of(new byte[] {1}), List.of(Der.of(new byte[] {2})), NOW, NOW.plusSeconds(60));

  private static NewSigningKey facts(String token) {
    return new NewSigningKey(
        "k1",
        KeyPurpose.CERTIFICATE_SIGNING,
        "issuing",
        token,
        "label",
        "EC:secp256r1",
        "00",
        NOW,
        "security-officer-1",
        "security-officer-2");
  }

  private static void assertRefused(Runnable change) {
    assertEquals(Refusal.WRONG_STATE, assertThrows(RequestRefused.class, change::run).refusal());
  }

  @Test
  void newKeyHasNoCertificateAndCanOnlyBeBoundOrDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    assertEquals(KeyState.GENERATED, key.state());
    assertTrue(key.certificate().isEmpty());
    assertRefused(key::deactivate);
    assertRefused(key::reactivate);
    key.activate(CERTIFICATE);
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(CERTIFICATE, key.certificate().orElseThrow());
  }

  @Test
  void keyIsBoundOnce() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.activate(CERTIFICATE);
    assertRefused(() -> key.activate(CERTIFICATE));
    key.deactivate();
    assertRefused(() -> key.activate(CERTIFICATE));
    key.reactivate();
    assertEquals(KeyState.ACTIVE, key.state());
  }

  @Test
  void activeKeyCannotBeDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.activate(CERTIFICATE);
    assertRefused(key::destroy);
  }

  @Test
  void destroyedKeyStaysDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.destroy();
    assertEquals(KeyState.DESTROYED, key.state());
    assertRefused(() -> key.activate(CERTIFICATE));
    assertRefused(key::reactivate);
    assertRefused(key::deactivate);
    assertRefused(key::destroy);
  }

  @Test
  void offlineKeyNeverChanges() {
    SigningKey key = SigningKey.offline(facts(""), CERTIFICATE);
    assertEquals(KeyState.OFFLINE, key.state());
    assertRefused(() -> key.activate(CERTIFICATE));
    assertRefused(key::reactivate);
    assertRefused(key::deactivate);
    assertRefused(key::destroy);
  }
}
