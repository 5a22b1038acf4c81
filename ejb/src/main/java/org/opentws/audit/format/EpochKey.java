package org.opentws.audit.format;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The authentication key of one epoch (AA7.1-s2): protects rows between their commit and their
 * sealing. It lives in the node's memory only; its commitment stands in the epoch's first record,
 * the key itself in its last one, when all it protected is sealed.
 */
public final class EpochKey {
  public static final int OCTETS = 32;
  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] key;

  /**
   * A key of 32 octets; a copy is taken.
   *
   * @throws IllegalArgumentException another length
   */
  public EpochKey(byte[] key) {
    if (key.length != OCTETS) {
      throw new IllegalArgumentException("an epoch's key has 32 octets");
    }
    this.key = key.clone();
  }

  /** SHA-256 with a prefix of its own, so that it is no hash of anything else. */
  public byte[] commitment() {
    return new MerkleHash().leaf(concat("OpenTWS audit epoch key\n".getBytes(UTF_8), key));
  }

  /** Discloses the key: only after everything it protects is sealed. */
  public byte[] disclose() {
    return key.clone();
  }

  /**
   * The code of a segment: over the code of the segment before it and its own leaf hashes.
   *
   * @param previous empty for the first segment
   */
  public byte[] segment(byte[] previous, byte[] leaves) {
    Mac mac = mac();
    mac.update((byte) 1);
    mac.update(previous);
    return mac.doFinal(leaves);
  }

  /** The code of a business record, over its leaf hash. */
  public byte[] record(byte[] leaf) {
    Mac mac = mac();
    mac.update((byte) 2);
    return mac.doFinal(leaf);
  }

  private Mac mac() {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static final java.nio.charset.Charset UTF_8 = java.nio.charset.StandardCharsets.UTF_8;

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = java.util.Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
