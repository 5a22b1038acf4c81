package org.opentws.audit.format;

import java.security.MessageDigest;
import org.opentws.value.Sha256;

/** Hashing of RFC 9162, 2.1.1, with SHA-256. Not for use by several threads. */
public final class MerkleHash {
  public static final int LENGTH = 32;
  private static final byte LEAF = 0;
  private static final byte NODE = 1;

  private final MessageDigest digest = Sha256.digest();

  public byte[] leaf(byte[] entry) {
    digest.update(LEAF);
    return digest.digest(entry);
  }

  public byte[] node(byte[] left, byte[] right) {
    digest.update(NODE);
    digest.update(left);
    return digest.digest(right);
  }

  /** The root of a tree without leaves. */
  public byte[] empty() {
    return digest.digest();
  }

  /**
   * The root over {@code count} consecutive hashes; the count must be a power of two.
   *
   * @param hashes 32 octets each
   * @param first index of the first hash
   */
  public byte[] perfect(byte[] hashes, int first, int count) {
    if (Integer.bitCount(count) != 1) {
      throw new IllegalArgumentException("not a power of two: " + count);
    }
    byte[] level = new byte[count * LENGTH];
    System.arraycopy(hashes, first * LENGTH, level, 0, level.length);
    for (int width = count; width > 1; width /= 2) {
      for (int i = 0; i < width / 2; i++) {
        digest.update(NODE);
        digest.update(level, 2 * i * LENGTH, 2 * LENGTH);
        System.arraycopy(digest.digest(), 0, level, i * LENGTH, LENGTH);
      }
    }
    return java.util.Arrays.copyOf(level, LENGTH);
  }
}
