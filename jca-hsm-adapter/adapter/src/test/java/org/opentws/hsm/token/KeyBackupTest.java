package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.PossessionProof;

/** KM6.4: keys leave a token under its backup key, and in no other way. */
class KeyBackupTest {
  private static final char[] SO_PIN = "so-pin-1234".toCharArray();

  private final byte[] backupKey = new byte[32];
  private SoftHsm softHsm;

  @BeforeEach
  void prepare() throws Exception {
    softHsm = SoftHsm.prepare();
    new SecureRandom().nextBytes(backupKey);
  }

  private TokenAccess tokenWithBackupKey(byte[] key) {
    SoftHsm.Token token = softHsm.newToken();
    TokenInitialisation.putBackupKey(SoftHsm.LIBRARY, token.label(), SO_PIN, key);
    return token.access();
  }

  @ParameterizedTest
  @CsvSource({
    "EC:secp256r1, SHA256withECDSA",
    "EC:secp384r1, SHA384withECDSA",
    "EC:brainpoolP256r1, SHA256withECDSA",
    "RSA:3072, SHA256withRSA"
  })
  void keyComesBackInTheSameTokenAndInAnother(String algorithm, String signature) throws Exception {
    try (TokenAccess token = tokenWithBackupKey(backupKey);
        TokenAccess other = tokenWithBackupKey(backupKey)) {
      PublicKey key =
          token.generateKeyPair("key", algorithm, KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
      byte[] wrapped = token.wrapKey("key");
      token.destroy("key");
      for (TokenAccess each : new TokenAccess[] {token, other}) {
        each.unwrapKey("key", key, wrapped);
        assertArrayEquals(key.getEncoded(), each.publicKey("key").getEncoded());
        assertTrue(verifies(key, signature, each.provePossession("key", signature)));
        KeyFacts facts = each.keyFacts("key");
        assertTrue(facts.sensitive() && facts.wrapWithTrusted() && facts.signOnly());
        assertFalse(facts.local());
      }
    }
  }

  private static boolean verifies(PublicKey key, String algorithm, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm, new BouncyCastleProvider());
    verifier.initVerify(
        BouncyCastleProvider.getPublicKey(SubjectPublicKeyInfo.getInstance(key.getEncoded())));
    verifier.update(PossessionProof.text());
    return verifier.verify(signature);
  }

  @Test
  void backupKeyIsTrustedAndStaysInside() {
    try (TokenAccess token = tokenWithBackupKey(backupKey);
        TokenAccess same = tokenWithBackupKey(backupKey);
        TokenAccess without = softHsm.newToken().access()) {
      BackupKeyFacts facts = token.backupKey().orElseThrow();
      assertEquals(256, facts.bits());
      assertTrue(facts.trusted());
      assertFalse(facts.extractable());
      assertEquals(facts.checkValue(), same.backupKey().orElseThrow().checkValue());
      assertTrue(without.backupKey().isEmpty());
    }
  }

  @Test
  void keyThatNeverLeavesDoesNotLeave() {
    try (TokenAccess token = tokenWithBackupKey(backupKey)) {
      token.generateKeyPair("kept", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
      var refused = assertThrows(IllegalArgumentException.class, () -> token.wrapKey("kept"));
      assertTrue(refused.toString().contains("CKR_KEY_UNEXTRACTABLE"), refused.getMessage());
    }
  }

  @Test
  void alteredForeignAndPartialBackupsAreRefused() {
    byte[] foreignKey = backupKey.clone();
    foreignKey[0] ^= 1;
    try (TokenAccess token = tokenWithBackupKey(backupKey);
        TokenAccess foreign = tokenWithBackupKey(foreignKey)) {
      PublicKey key =
          token.generateKeyPair("key", "EC:secp256r1", KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
      byte[] wrapped = token.wrapKey("key");
      assertThrows(IllegalArgumentException.class, () -> foreign.unwrapKey("key", key, wrapped));
      byte[] altered = wrapped.clone();
      altered[altered.length / 2] ^= 1;
      byte[] partial = java.util.Arrays.copyOf(wrapped, wrapped.length - 8);
      for (byte[] wrong : new byte[][] {altered, partial, new byte[0], new byte[40]}) {
        assertThrows(IllegalArgumentException.class, () -> token.unwrapKey("again", key, wrong));
      }
      assertFalse(token.keyLabels().contains("again"));
      assertTrue(foreign.keyLabels().isEmpty());
    }
  }

  @Test
  void weakBackupKeyIsNoBackupKey() {
    SoftHsm.Token token = softHsm.newToken();
    assertThrows(
        IllegalArgumentException.class,
        () ->
            TokenInitialisation.putBackupKey(SoftHsm.LIBRARY, token.label(), SO_PIN, new byte[16]));
  }

  @Test
  void withoutABackupKeyNothingLeaves() {
    try (TokenAccess token = softHsm.newToken().access()) {
      token.generateKeyPair("key", "EC:secp256r1", KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
      var refused = assertThrows(IllegalArgumentException.class, () -> token.wrapKey("key"));
      assertTrue(refused.toString().contains("no backup key"), refused.getMessage());
    }
  }
}
