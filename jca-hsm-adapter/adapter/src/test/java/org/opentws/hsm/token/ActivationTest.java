package org.opentws.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.TokenState;

/** KM3.1, KM3.2: a token whose PIN persons bring. */
class ActivationTest {
  private static final byte[] DATA = "what is signed".getBytes(UTF_8);

  private SoftHsm.Fault fault;
  private TokenAccess access;

  @BeforeEach
  void lockedTokenWithAKey() throws Exception {
    SoftHsm softHsm = SoftHsm.prepare();
    SoftHsm.Token token = softHsm.newToken();
    fault = softHsm.newFault();
    try (TokenAccess before = token.access()) {
      before.generateKeyPair("ca", "EC:secp256r1", KeyProtection.NEVER_LEAVES);
      before.storeCertificate("ca", SoftHsm.selfSigned(before, "ca", Instant.now()));
    }
    access = new TokenAccess(token.settings(fault.module(), PinSource.named("activation")));
  }

  @AfterEach
  void close() {
    access.close();
  }

  private static char[] pin() {
    return "user-pin-1234".toCharArray();
  }

  private void sign() {
    access.sign("ca", SigningUse.TLS, "SHA256withECDSA", DATA);
  }

  @Test
  void lockedTokenSignsNothingAndSaysWhy() {
    assertEquals(TokenState.LOCKED, access.state());
    String words = SoftHsm.refusal(this::sign);
    assertTrue(words.contains("locked: persons have to activate it"), words);
    assertTrue(access.deviceFacts().testDevice(), "what it is can be asked all the same");
  }

  @Test
  void activatedTokenSignsUntilItIsLockedAgain() {
    access.activate(pin());
    assertEquals(TokenState.ACTIVATED, access.state());
    sign();
    access.deactivate();
    assertEquals(TokenState.LOCKED, access.state());
    assertThrows(HsmUnavailable.class, this::sign);
    access.activate(pin());
    sign();
  }

  @Test
  void wrongPinLeavesItLocked() {
    String words = SoftHsm.refusal(() -> access.activate("wrong-pin-1234".toCharArray()));
    assertTrue(words.contains("the PIN is wrong"), words);
    assertEquals(TokenState.LOCKED, access.state());
    assertThrows(HsmUnavailable.class, this::sign);
    access.activate(pin());
    sign();
  }

  @Test
  void wrongPinDoesNotPassBecauseTheProcessWasLoggedInBefore() {
    access.activate(pin());
    sign();
    access.deactivate();
    assertThrows(HsmUnavailable.class, () -> access.activate("wrong-pin-1234".toCharArray()));
    assertEquals(TokenState.LOCKED, access.state());
  }

  @Test
  void deviceThatWasAwayIsNotActivatedTwice() throws Exception {
    access.activate(pin());
    fault.begin("removed");
    assertThrows(HsmUnavailable.class, this::sign);
    fault.end("removed");
    long end = System.nanoTime() + 5_000_000_000L;
    while (access.state() == TokenState.ACTIVATED && !signs()) {
      assertTrue(System.nanoTime() < end, "not healed within 5 s");
    }
    sign();
  }

  private boolean signs() {
    try {
      sign();
      return true;
    } catch (HsmUnavailable e) {
      return false;
    }
  }
}
