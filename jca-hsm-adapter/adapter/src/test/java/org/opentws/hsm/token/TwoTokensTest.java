package org.opentws.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;

/**
 * Two tokens of one library with the same key: what happens to the one does not touch the other.
 */
class TwoTokensTest {
  private static final byte[] DATA = "what is signed".getBytes(UTF_8);
  private static final char[] SO_PIN = "so-pin-1234".toCharArray();

  private SoftHsm.Token first;
  private SoftHsm.Fault fault;
  private TokenAccess one;
  private TokenAccess other;

  @BeforeEach
  void sameKeyInBoth() throws Exception {
    SoftHsm softHsm = SoftHsm.prepare();
    byte[] backupKey = new byte[32];
    new SecureRandom().nextBytes(backupKey);
    first = softHsm.newToken();
    SoftHsm.Token second = softHsm.newToken();
    fault = softHsm.newFault();
    for (SoftHsm.Token each : new SoftHsm.Token[] {first, second}) {
      TokenInitialisation.putBackupKey(SoftHsm.LIBRARY, each.label(), SO_PIN, backupKey);
    }
    one = new TokenAccess(first.settings(fault.module()));
    other = new TokenAccess(second.settings(fault.module()));
    PublicKey key =
        one.generateKeyPair("key", "EC:secp256r1", KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
    byte[] certificate = SoftHsm.selfSigned(one, "key", Instant.now());
    one.storeCertificate("key", certificate);
    other.unwrapKey("key", key, one.wrapKey("key"));
    other.storeCertificate("key", certificate);
    assertArrayEquals(certificate, other.certificate("key").orElseThrow());
    sign(one);
    sign(other);
  }

  @AfterEach
  void close() {
    one.close();
    other.close();
  }

  private static byte[] sign(TokenAccess token) {
    return token.sign("key", SigningUse.TLS, "SHA256withECDSA", DATA);
  }

  private void heals() throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(8));
    while (Instant.now().isBefore(end)) {
      try {
        sign(one);
        return;
      } catch (HsmUnavailable e) {
        Thread.sleep(100);
      }
    }
    sign(one);
  }

  @ParameterizedTest
  @ValueSource(strings = {"removed", "error", "hang"})
  void faultOfOneIsNotFeltByTheOther(String kind) throws Exception {
    String flag = kind + "-" + first.label();
    fault.begin(flag);
    assertThrows(HsmUnavailable.class, () -> sign(one));
    for (int call = 0; call < 20; call++) {
      assertDoesNotThrow(() -> sign(other));
    }
    fault.end(flag);
    heals();
    sign(other);
  }

  @Test
  void removedTokenIsNotAmongThoseThatAreThere() throws Exception {
    fault.begin("removed-" + first.label());
    String words = SoftHsm.refusal(one::deviceFacts);
    assertTrue(words.contains(first.label()), words);
    assertEquals(1, other.keyLabels().size());
    fault.end("removed-" + first.label());
    one.deviceFacts();
  }

  @Test
  void backupKeyThatIsTakenOutIsGone() throws Exception {
    SoftHsm.Token third = SoftHsm.prepare().newToken();
    TokenInitialisation.putBackupKey(SoftHsm.LIBRARY, third.label(), SO_PIN, new byte[32]);
    TokenInitialisation.removeBackupKey(SoftHsm.LIBRARY, third.label(), SO_PIN);
    try (TokenAccess access = third.access()) {
      assertTrue(access.backupKey().isEmpty());
      access.generateKeyPair("key", "EC:secp256r1", KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
      assertThrows(IllegalArgumentException.class, () -> access.wrapKey("key"));
    }
  }
}
