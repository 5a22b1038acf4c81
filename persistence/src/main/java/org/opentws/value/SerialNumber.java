package org.opentws.value;

import java.math.BigInteger;
import java.util.Locale;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * A certificate's serial number: a positive integer of at most 20 octets (RFC 5280, 4.1.2.2). Its
 * text form, in URLs, JSON and the audit log, is lower-case hexadecimal without leading zeros.
 */
public record SerialNumber(BigInteger value) {
  private static final int MAX_BITS = 159;

  public SerialNumber {
    if (value.signum() <= 0 || value.bitLength() > MAX_BITS) {
      throw new IllegalArgumentException("serial number outside 1..2^159-1");
    }
  }

  /**
   * Reads the text form; upper case and leading zeros are accepted.
   *
   * @throws RequestRefused MALFORMED_REQUEST if it is not one
   */
  public static SerialNumber parse(String hex) {
    if (!hex.matches("[0-9A-Fa-f]{1,40}")) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "a serial number is 1 to 40 hex digits");
    }
    try {
      return new SerialNumber(new BigInteger(hex, 16));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "serial number out of range", e);
    }
  }

  public String hex() {
    return value.toString(16).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return hex();
  }
}
