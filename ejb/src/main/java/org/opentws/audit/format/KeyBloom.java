package org.opentws.audit.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;

/**
 * Which actors and objects a segment may tell of: 12 bits for each key, 6 probes, about 3 of 1000
 * false hits, never a false miss. Only for searching.
 */
public final class KeyBloom {
  private static final int BITS_PER_KEY = 12;
  private static final int PROBES = 6;
  private static final int OCTETS_MIN = 8;

  private KeyBloom() {}

  public static String actorKey(String actor) {
    return "a:" + actor;
  }

  public static String objectKey(String object) {
    return "o:" + object;
  }

  /** The filter over distinct keys. */
  public static byte[] over(Collection<String> keys) {
    byte[] filter = new byte[Math.max(OCTETS_MIN, (keys.size() * BITS_PER_KEY + 7) / 8)];
    MerkleHash hash = new MerkleHash();
    for (String key : keys) {
      for (int bit : probes(hash, key, filter.length * 8)) {
        filter[bit / 8] |= (byte) (1 << (bit % 8));
      }
    }
    return filter;
  }

  public static boolean mayContain(byte[] filter, String key) {
    for (int bit : probes(new MerkleHash(), key, filter.length * 8)) {
      if ((filter[bit / 8] & (1 << (bit % 8))) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int[] probes(MerkleHash hash, String key, int bits) {
    ByteBuffer digest = ByteBuffer.wrap(hash.leaf(key.getBytes(StandardCharsets.UTF_8)));
    int[] probes = new int[PROBES];
    for (int i = 0; i < PROBES; i++) {
      probes[i] = Integer.remainderUnsigned(digest.getInt(), bits);
    }
    return probes;
  }
}
