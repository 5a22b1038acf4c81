package org.opentws.hsm.token;

import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;

/**
 * Keeps a token that is away, or whose PIN was changed, from being tried too often. After a failure
 * the next attempt waits, twice as long each time; a PIN that the device has refused is never
 * offered again until its source says something else, so that we never lock a token.
 */
final class LoginPause {
  static final Duration FIRST = Duration.ofMillis(250);
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final String tokenLabel;
  private long pauseNanos;
  private long notBeforeNanos;
  private @Nullable HsmUnavailable lastFailure;
  private byte[] refusedPin = {};

  LoginPause(String tokenLabel) {
    this.tokenLabel = tokenLabel;
  }

  /**
   * @param nowNanos a monotonic reading
   * @param pinFingerprint of what its source says now
   * @throws HsmUnavailable it is too early to try again
   */
  void checkMayTry(long nowNanos, byte[] pinFingerprint) {
    if (refusedPin.length > 0) {
      if (Arrays.equals(refusedPin, pinFingerprint)) {
        throw new HsmUnavailable(
            "token "
                + tokenLabel
                + ": the device refused this PIN; it is not tried again: correct it where it comes from",
            lastFailure);
      }
      succeeded();
    }
    if (lastFailure != null && nowNanos - notBeforeNanos < 0) {
      throw new HsmUnavailable(lastFailure.getMessage() + " (asked again shortly)", lastFailure);
    }
  }

  void failed(long nowNanos, byte[] pinFingerprint, boolean aboutPin, HsmUnavailable failure) {
    lastFailure = failure;
    if (aboutPin) {
      refusedPin = pinFingerprint;
    }
    pauseNanos = pauseNanos == 0 ? FIRST.toNanos() : Math.min(pauseNanos * 2, LONGEST.toNanos());
    notBeforeNanos = nowNanos + pauseNanos;
  }

  void succeeded() {
    lastFailure = null;
    pauseNanos = 0;
    refusedPin = new byte[0];
  }
}
