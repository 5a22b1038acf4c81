package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.opentws.hsm.HsmUnavailable;

class LoginPauseTest {
  private static final byte[] PIN = {1};
  private static final byte[] OTHER_PIN = {2};
  private static final HsmUnavailable AWAY = new HsmUnavailable("away");
  private static final long FIRST = LoginPause.FIRST.toNanos();
  private static final long LONGEST = LoginPause.LONGEST.toNanos();

  private final LoginPause pause = new LoginPause("token");

  @Test
  void pauseDoublesUpToItsLimit() {
    pause.checkMayTry(0, PIN);
    pause.failed(0, PIN, false, AWAY);
    assertTooEarly(FIRST - 1, PIN);
    pause.checkMayTry(FIRST, PIN);
    pause.failed(FIRST, PIN, false, AWAY);
    assertTooEarly(FIRST + 2 * FIRST - 1, PIN);
    pause.checkMayTry(FIRST + 2 * FIRST, PIN);
    for (int failure = 0; failure < 20; failure++) {
      pause.failed(0, PIN, false, AWAY);
    }
    assertTooEarly(LONGEST - 1, PIN);
    pause.checkMayTry(LONGEST, PIN);
  }

  @Test
  void refusedPinIsNeverOfferedAgain() {
    pause.failed(0, PIN, true, AWAY);
    assertTooEarly(LONGEST * 1000, PIN);
    assertDoesNotThrow(() -> pause.checkMayTry(1, OTHER_PIN));
  }

  @Test
  void successEndsThePause() {
    pause.failed(0, PIN, false, AWAY);
    pause.succeeded();
    assertDoesNotThrow(() -> pause.checkMayTry(1, PIN));
  }

  private void assertTooEarly(long now, byte[] pin) {
    assertThrows(HsmUnavailable.class, () -> pause.checkMayTry(now, pin));
  }
}
