package org.opentws.hsm.token;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Which token, and how long one waits for it.
 *
 * @param library the PKCS#11 library
 * @param token label, serial number or both; slots are never found by their index
 * @param pin where the user PIN comes from
 * @param bounds calls at a time, and how long they may take
 */
public record TokenSettings(Path library, TokenName token, PinSource pin, Bounds bounds) {
  /**
   * How a token is known.
   *
   * @param label empty if the serial number says enough
   * @param serialNumber empty if the label does
   */
  public record TokenName(String label, String serialNumber) {
    public TokenName {
      if (label.isBlank() && serialNumber.isBlank()) {
        throw new IllegalArgumentException("a token is named by its label or its serial number");
      }
    }

    boolean isThatOf(String otherLabel, String otherSerialNumber) {
      return (label.isBlank() || label.equals(otherLabel))
          && (serialNumber.isBlank() || serialNumber.equals(otherSerialNumber));
    }

    /** For messages. */
    @Override
    public String toString() {
      String serial = serialNumber.isBlank() ? "" : "serial number " + serialNumber;
      return label.isBlank() ? serial : serial.isBlank() ? label : label + ", " + serial;
    }
  }

  /**
   * Limits.
   *
   * @param callsMax calls in the device at a time
   * @param waitMax how long a caller waits for its turn
   * @param callMax how long one call may take; making a key pair may take twelve times as long
   */
  public record Bounds(int callsMax, Duration waitMax, Duration callMax) {
    /** Four calls at a time, 2 s to wait, 5 s for a call. */
    public static final Bounds USUAL = new Bounds(4, Duration.ofSeconds(2), Duration.ofSeconds(5));

    public Bounds {
      if (callsMax < 1 || waitMax.isNegative() || callMax.isZero() || callMax.isNegative()) {
        throw new IllegalArgumentException("callsMax, waitMax or callMax");
      }
    }
  }

  /** A token known by its label, with the usual bounds. */
  public static TokenSettings of(Path library, String tokenLabel, PinSource pin) {
    return new TokenSettings(library, new TokenName(tokenLabel, ""), pin, Bounds.USUAL);
  }

  /** For messages. */
  String tokenText() {
    return token.toString();
  }
}
