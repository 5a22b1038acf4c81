package org.opentws.revocationmanagement;

import java.util.Arrays;

/**
 * Writes short DER from its end to its beginning: when a header is written, its content is there,
 * so that its length is known. Can be used again and again.
 */
final class DerBackwards {
  private static final int OCTETS_MAX = 4096;
  private static final int SHORT_LENGTH_MAX = 0x7F;
  private static final int LONG_FORM = 0x80;

  private final byte[] buffer = new byte[OCTETS_MAX];
  private int start = OCTETS_MAX;

  /** Begins anew. */
  void clear() {
    start = OCTETS_MAX;
  }

  int length() {
    return OCTETS_MAX - start;
  }

  DerBackwards octets(byte[] octets) {
    start -= octets.length;
    System.arraycopy(octets, 0, buffer, start, octets.length);
    return this;
  }

  /** Tag and length before all that was written since that many octets were there. */
  DerBackwards header(int tag, int since) {
    return headerOf(tag, length() - since);
  }

  /** Tag and length of a content that is, or will be, elsewhere. */
  DerBackwards headerOf(int tag, long contentLength) {
    if (contentLength <= SHORT_LENGTH_MAX) {
      buffer[--start] = (byte) contentLength;
    } else {
      int lengthOctets = 0;
      for (long rest = contentLength; rest > 0; rest >>>= Byte.SIZE) {
        buffer[--start] = (byte) rest;
        lengthOctets++;
      }
      buffer[--start] = (byte) (LONG_FORM | lengthOctets);
    }
    buffer[--start] = (byte) tag;
    return this;
  }

  byte[] toByteArray() {
    return Arrays.copyOfRange(buffer, start, OCTETS_MAX);
  }
}
