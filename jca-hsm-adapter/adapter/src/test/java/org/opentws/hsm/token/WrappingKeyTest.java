package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.WrappingKeyFacts;

/** KM6.3: what is encrypted outside of a device hangs on a key that is in it. */
class WrappingKeyTest {
  private static final char[] SO_PIN = "so-pin-1234".toCharArray();
  private static final String LABEL = "data-kek";

  private final byte[] backupKey = new byte[32];
  private final byte[] secret = new byte[32];
  private SoftHsm softHsm;

  @BeforeEach
  void prepare() throws Exception {
    softHsm = SoftHsm.prepare();
    new SecureRandom().nextBytes(backupKey);
    new SecureRandom().nextBytes(secret);
  }

  private TokenAccess tokenWithBackupKey() {
    SoftHsm.Token token = softHsm.newToken();
    TokenInitialisation.putBackupKey(SoftHsm.LIBRARY, token.label(), SO_PIN, backupKey);
    return token.access();
  }

  @Test
  void secretComesBackFromTheKeyThatWrappedItAndFromNoOther() {
    try (TokenAccess token = softHsm.newToken().access()) {
      token.generateWrappingKey(LABEL, KeyProtection.NEVER_LEAVES);
      token.generateWrappingKey("other", KeyProtection.NEVER_LEAVES);
      byte[] wrapped = token.wrapSecret(LABEL, secret);
      assertArrayEquals(secret, token.unwrapSecret(LABEL, wrapped));
      assertThrows(IllegalArgumentException.class, () -> token.unwrapSecret("other", wrapped));
      wrapped[9] ^= 1;
      assertThrows(IllegalArgumentException.class, () -> token.unwrapSecret(LABEL, wrapped));
      assertThrows(HsmUnavailable.class, () -> token.wrapSecret("nobody", secret));
    }
  }

  @Test
  void keyStaysInsideAndWrapsOnly() {
    try (TokenAccess token = softHsm.newToken().access()) {
      assertTrue(token.wrappingKey(LABEL).isEmpty());
      token.generateWrappingKey(LABEL, KeyProtection.NEVER_LEAVES);
      assertEquals(
          new WrappingKeyFacts(256, true, false, false, true),
          token.wrappingKey(LABEL).orElseThrow());
      assertThrows(IllegalArgumentException.class, () -> token.backUpWrappingKey(LABEL));
      assertThrows(
          HsmUnavailable.class, () -> token.generateWrappingKey(LABEL, KeyProtection.NEVER_LEAVES));
    }
  }

  @Test
  void keyComesBackInAnotherTokenUnderTheBackupKeyAlone() {
    try (TokenAccess token = tokenWithBackupKey();
        TokenAccess successor = tokenWithBackupKey();
        TokenAccess stranger = softHsm.newToken().access()) {
      token.generateWrappingKey(LABEL, KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
      byte[] wrapped = token.wrapSecret(LABEL, secret);
      byte[] backup = token.backUpWrappingKey(LABEL);
      assertThrows(
          IllegalArgumentException.class, () -> stranger.restoreWrappingKey(LABEL, backup));
      successor.restoreWrappingKey(LABEL, backup);
      assertArrayEquals(secret, successor.unwrapSecret(LABEL, wrapped));
      WrappingKeyFacts facts = successor.wrappingKey(LABEL).orElseThrow();
      assertEquals(new WrappingKeyFacts(256, true, true, true, true), facts);
      backup[9] ^= 1;
      assertThrows(
          IllegalArgumentException.class, () -> token.restoreWrappingKey("altered", backup));
      assertFalse(token.wrappingKey("altered").isPresent());
    }
  }
}
