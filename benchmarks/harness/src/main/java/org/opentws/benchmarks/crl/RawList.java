package org.opentws.benchmarks.crl;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Random;

/** The least that a CRL costs: encoding its entries into a buffer and hashing that. */
final class RawList {
  private static final int SERIAL_OCTETS = 16;
  private static final int BUFFER = 1 << 16;
  private static final byte[] REASON = {0x30, 12, 0x30, 10, 6, 3, 0x55, 0x1D, 21, 4, 3, 10, 1, 1};
  private static final byte[] TIME = "260101000000Z".getBytes(StandardCharsets.US_ASCII);
  private static final int CONTENT_OCTETS = 2 + SERIAL_OCTETS + 2 + TIME.length + REASON.length;

  private RawList() {}

  /** How long so many entries take. */
  static long nanos(long entries) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] serials = new byte[BUFFER];
      new Random(1).nextBytes(serials);
      byte[] buffer = new byte[BUFFER];
      long begin = System.nanoTime();
      int filled = 0;
      for (long i = 0; i < entries; i++) {
        if (filled + CONTENT_OCTETS + 2 > BUFFER) {
          digest.update(buffer, 0, filled);
          filled = 0;
        }
        filled = entry(buffer, filled, serials, (int) (i % (BUFFER - SERIAL_OCTETS)));
      }
      digest.update(buffer, 0, filled);
      digest.digest();
      return System.nanoTime() - begin;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int entry(byte[] buffer, int from, byte[] serials, int serial) {
    int at = from;
    buffer[at++] = 0x30;
    buffer[at++] = (byte) CONTENT_OCTETS;
    buffer[at++] = 0x02;
    buffer[at++] = SERIAL_OCTETS;
    System.arraycopy(serials, serial, buffer, at, SERIAL_OCTETS);
    at += SERIAL_OCTETS;
    buffer[at++] = 0x17;
    buffer[at++] = (byte) TIME.length;
    System.arraycopy(TIME, 0, buffer, at, TIME.length);
    at += TIME.length;
    System.arraycopy(REASON, 0, buffer, at, REASON.length);
    return at + REASON.length;
  }
}
