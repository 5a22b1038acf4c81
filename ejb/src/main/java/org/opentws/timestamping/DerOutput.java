package org.opentws.timestamping;

import java.util.Arrays;

/**
 * Writes DER from its end to its beginning, so that each length is known when it is written and no
 * part is built twice.
 */
final class DerOutput {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int GENERALIZED_TIME = 0x18;
  static final int SEQUENCE = 0x30;
  static final int SET = 0x31;

  /** [0], constructed. */
  static final int TAGGED_0 = 0xa0;

  private static final int SHORT_LENGTH_MAX = 0x7f;
  private static final int OCTET = 0xff;

  private byte[] buffer;
  private int start;

  DerOutput(int expectedOctets) {
    buffer = new byte[expectedOctets];
    start = expectedOctets;
  }

  /** Where what is written next will end: to give to {@link #header}. */
  int mark() {
    return buffer.length - start;
  }

  /** Octets that are encoded already. */
  DerOutput put(byte[] encoded) {
    reserve(encoded.length);
    start -= encoded.length;
    System.arraycopy(encoded, 0, buffer, start, encoded.length);
    return this;
  }

  /** Tag and length of all that was written since the mark. */
  DerOutput header(int tag, int mark) {
    int length = mark() - mark;
    reserve(6);
    if (length <= SHORT_LENGTH_MAX) {
      buffer[--start] = (byte) length;
    } else {
      int octets = 0;
      for (int rest = length; rest > 0; rest >>>= 8) {
        buffer[--start] = (byte) (rest & OCTET);
        octets++;
      }
      buffer[--start] = (byte) (0x80 | octets);
    }
    buffer[--start] = (byte) tag;
    return this;
  }

  /** A whole value. */
  DerOutput value(int tag, byte[] content) {
    int mark = mark();
    put(content);
    return header(tag, mark);
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(buffer, start, buffer.length);
  }

  private void reserve(int octets) {
    if (start < octets) {
      int used = buffer.length - start;
      byte[] larger = new byte[Math.max(buffer.length * 2, used + octets)];
      System.arraycopy(buffer, start, larger, larger.length - used, used);
      buffer = larger;
      start = larger.length - used;
    }
  }
}
