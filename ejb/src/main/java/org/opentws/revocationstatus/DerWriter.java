package org.opentws.revocationstatus;

import java.util.Arrays;

/**
 * Writes DER from its end to its beginning: when a header is written, its content is there already,
 * so that its length is known and nothing is moved.
 */
final class DerWriter {
  static final int SEQUENCE = 0x30;
  static final int OCTET_STRING = 0x04;
  static final int BIT_STRING = 0x03;
  static final int ENUMERATED = 0x0A;
  static final int GENERALIZED_TIME = 0x18;

  private static final int SHORT_LENGTH_MAX = 0x7F;
  private static final int FIRST_OCTETS = 1024;

  private byte[] buffer = new byte[FIRST_OCTETS];
  private int start = FIRST_OCTETS;

  /** [n] constructed. */
  static int explicit(int number) {
    return 0xA0 | number;
  }

  /** How many octets are written: the mark for a header around what comes next. */
  int mark() {
    return buffer.length - start;
  }

  DerWriter octets(byte[] octets) {
    reserve(octets.length);
    start -= octets.length;
    System.arraycopy(octets, 0, buffer, start, octets.length);
    return this;
  }

  DerWriter octet(int octet) {
    reserve(1);
    buffer[--start] = (byte) octet;
    return this;
  }

  /** Puts tag and length before all that was written since the mark. */
  DerWriter header(int tag, int mark) {
    int length = mark() - mark;
    if (length <= SHORT_LENGTH_MAX) {
      return octet(length).octet(tag);
    }
    int lengthOctets = 0;
    for (int rest = length; rest > 0; rest >>>= Byte.SIZE) {
      octet(rest);
      lengthOctets++;
    }
    return octet(0x80 | lengthOctets).octet(tag);
  }

  /** A whole element. */
  DerWriter element(int tag, byte[] content) {
    int mark = mark();
    return octets(content).header(tag, mark);
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(buffer, start, buffer.length);
  }

  private void reserve(int octets) {
    if (octets <= start) {
      return;
    }
    int used = mark();
    byte[] larger = new byte[Math.max(2 * buffer.length, used + octets)];
    System.arraycopy(buffer, start, larger, larger.length - used, used);
    buffer = larger;
    start = larger.length - used;
  }
}
