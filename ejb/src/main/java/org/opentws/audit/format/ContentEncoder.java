package org.opentws.audit.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * Writes the contents of records into a growing array. On the way of every request: no text is
 * copied twice, and what is plain ASCII, as most is, is written without an encoder.
 */
final class ContentEncoder {
  private static final int OCTETS_FIRST = 512;

  private byte[] octets = new byte[OCTETS_FIRST];
  private int length;

  byte[] result() {
    return Arrays.copyOf(octets, length);
  }

  private void room(int more) {
    if (length + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, length + more));
    }
  }

  void octet(int value) {
    room(1);
    octets[length++] = (byte) value;
  }

  void number16(int value) {
    room(2);
    octets[length++] = (byte) (value >>> 8);
    octets[length++] = (byte) value;
  }

  void number64(long value) {
    room(Long.BYTES);
    for (int shift = 56; shift >= 0; shift -= 8) {
      octets[length++] = (byte) (value >>> shift);
    }
  }

  /** With its length before it; a text that is too long is shortened. */
  void text(String text) {
    if (text.length() > EncodedRecord.TEXT_OCTETS_MAX || !ascii(text)) {
      byte[] encoded = EncodedRecord.shortened(text).getBytes(StandardCharsets.UTF_8);
      number16(encoded.length);
      room(encoded.length);
      System.arraycopy(encoded, 0, octets, length, encoded.length);
      length += encoded.length;
    }
  }

  /** Writes a text of characters from 1 to 127; anything else leaves nothing behind. */
  private boolean ascii(String text) {
    int count = text.length();
    room(2 + count);
    int at = length + 2;
    for (int i = 0; i < count; i++) {
      char c = text.charAt(i);
      if (c == 0 || c > 127) {
        return false;
      }
      octets[at + i] = (byte) c;
    }
    number16(count);
    length += count;
    return true;
  }

  /** In the order of their names, which is the one form. */
  void details(Map<String, String> details) {
    number16(details.size());
    String[] names = details.keySet().toArray(String[]::new);
    Arrays.sort(names);
    for (String name : names) {
      text(name);
      text(details.getOrDefault(name, ""));
    }
  }
}
