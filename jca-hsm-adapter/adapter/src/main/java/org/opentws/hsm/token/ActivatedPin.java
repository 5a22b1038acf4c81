package org.opentws.hsm.token;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;

/**
 * A PIN that persons brought (KM3.2): needed again when the device was lost and has returned, so it
 * is kept until they lock the token. Half of it lies outside of the Java heap and neither half
 * tells anything alone: no dump of the heap, and no search for its octets, finds it.
 */
final class ActivatedPin extends PinSource {
  private final SecureRandom random = new SecureRandom();
  private @Nullable ByteBuffer outside;
  private byte[] mask = {};

  /** Remembers it instead of what was known; the caller wipes its own copy. */
  synchronized void set(char[] characters) {
    clear();
    byte[] octets = Pin.octets(characters);
    mask = new byte[octets.length];
    random.nextBytes(mask);
    ByteBuffer kept = ByteBuffer.allocateDirect(octets.length);
    for (int at = 0; at < octets.length; at++) {
      kept.put(at, (byte) (octets[at] ^ mask[at]));
    }
    outside = kept;
    Arrays.fill(octets, (byte) 0);
  }

  synchronized boolean isSet() {
    return outside != null;
  }

  synchronized void clear() {
    ByteBuffer kept = outside;
    if (kept != null) {
      for (int at = 0; at < kept.capacity(); at++) {
        kept.put(at, (byte) 0);
      }
    }
    Arrays.fill(mask, (byte) 0);
    outside = null;
  }

  @Override
  synchronized Pin read() {
    ByteBuffer kept = outside;
    if (kept == null) {
      throw new HsmUnavailable("it is locked: persons have to activate it");
    }
    byte[] octets = new byte[mask.length];
    for (int at = 0; at < octets.length; at++) {
      octets[at] = (byte) (kept.get(at) ^ mask[at]);
    }
    try {
      return new Pin(Pin.characters(octets, octets.length));
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }
}
