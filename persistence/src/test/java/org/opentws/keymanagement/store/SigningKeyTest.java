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
        true,
        KeyCeremony.DUAL_CONTROL,
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
    assertRefused(() -> key.deactivate(NOW));
    assertRefused(() -> key.reactivate(NOW));
    key.activate(CERTIFICATE, NOW);
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(CERTIFICATE, key.certificate().orElseThrow());
  }

  @Test
  void keyIsBoundOnce() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.activate(CERTIFICATE, NOW);
    assertRefused(() -> key.activate(CERTIFICATE, NOW));
    key.deactivate(NOW);
    assertRefused(() -> key.activate(CERTIFICATE, NOW));
    key.reactivate(NOW);
    assertEquals(KeyState.ACTIVE, key.state());
  }

  @Test
  void activeKeyCannotBeDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.activate(CERTIFICATE, NOW);
    assertRefused(() -> key.destroy(NOW));
  }

  @Test
  void destroyedKeyStaysDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.destroy(NOW);
    assertEquals(KeyState.DESTROYED, key.state());
    assertRefused(() -> key.activate(CERTIFICATE, NOW));
    assertRefused(() -> key.reactivate(NOW));
    assertRefused(() -> key.deactivate(NOW));
    assertRefused(() -> key.destroy(NOW));
  }

  @Test
  void offlineKeyNeverChanges() {
    SigningKey key = SigningKey.offline(facts(""), CERTIFICATE);
    assertEquals(KeyState.OFFLINE, key.state());
    assertRefused(() -> key.activate(CERTIFICATE, NOW));
    assertRefused(() -> key.reactivate(NOW));
    assertRefused(() -> key.deactivate(NOW));
    assertRefused(() -> key.destroy(NOW));
  }

  @Test
  void compromisedKeyNeverSignsAgainAndCanOnlyBeDestroyed() {
    SigningKey key = SigningKey.generated(facts("tsp"));
    key.activate(CERTIFICATE, NOW);
    key.compromised(NOW.plusSeconds(1));
    assertEquals(KeyState.COMPROMISED, key.state());
    assertEquals(NOW.plusSeconds(1), key.compromisedAt().orElseThrow());
    assertRefused(() -> key.reactivate(NOW));
    assertRefused(() -> key.activate(CERTIFICATE, NOW));
    assertRefused(() -> key.compromised(NOW));
    key.destroy(NOW);
    assertRefused(() -> key.compromised(NOW));
  }
}
