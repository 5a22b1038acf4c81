package org.opentws.audit.format;

import java.util.Collection;

/**
 * Which keys a block of records may hold: a Bloom filter of at least 12 bits for each key and 6
 * probes, at most about 3 of 1000 false hits, never a false miss. Its size is a power of two.
 */
public final class KeyFilter {
  public static final int PROBES = 6;
  private static final int BITS_PER_KEY = 12;
  private static final int BITS_MIN = 64;

  private KeyFilter() {}

  /** The filter over these keys. */
  public static byte[] over(Collection<Long> keys) {
    int wanted = Math.max(BITS_MIN, keys.size() * BITS_PER_KEY);
    int bits = Integer.highestOneBit(wanted - 1) << 1;
    byte[] filter = new byte[bits / 8];
    for (long key : keys) {
      for (int i = 0; i < PROBES; i++) {
        int bit = (int) probe(key, i) & (bits - 1);
        filter[bit / 8] |= (byte) (1 << (bit % 8));
      }
    }
    return filter;
  }

  /** The number that, modulo the size of a filter, is the bit of a probe: 0 to 2^31 - 1. */
  public static long probe(long key, int number) {
    long step = key >>> 32 | 1;
    return key + number * step & Integer.MAX_VALUE;
  }
}
