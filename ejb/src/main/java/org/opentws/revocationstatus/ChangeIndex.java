package org.opentws.revocationstatus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.value.Sha256;

/**
 * Two numbers for each of very many certificates, 32 octets of memory each: a table of open
 * addressing over 128 bits of a keyed hash, so that nobody can choose certificates that collide.
 * Not for several threads.
 */
final class ChangeIndex {
  private static final int FIRST_SLOTS = 1 << 10;
  private static final int NUMBERS = 4;

  private final byte[] salt;
  private final MessageDigest digest = Sha256.digest();

  /** Slot by slot: two halves of the hash, sequence (0: the slot is free), content. */
  private long[] slots = new long[FIRST_SLOTS * NUMBERS];

  private int used;

  /**
   * An empty index.
   *
   * @param salt random octets that nobody else knows
   */
  ChangeIndex(byte[] salt) {
    this.salt = salt.clone();
  }

  /** What was put last for the certificate: its sequence number, 0 if nothing was. */
  long sequence(CertificateName name) {
    ByteBuffer hash = hash(name);
    return slots[slot(hash.getLong(0), hash.getLong(Long.BYTES)) + 2];
  }

  /** The other number; 0 if nothing was put. */
  long content(CertificateName name) {
    ByteBuffer hash = hash(name);
    return slots[slot(hash.getLong(0), hash.getLong(Long.BYTES)) + 3];
  }

  /**
   * Replaces what was there.
   *
   * @param sequence greater than 0
   */
  void put(CertificateName name, long sequence, long content) {
    if (2 * (used + 1) * NUMBERS > slots.length) {
      grow();
    }
    ByteBuffer hash = hash(name);
    int slot = slot(hash.getLong(0), hash.getLong(Long.BYTES));
    used += slots[slot + 2] == 0 ? 1 : 0;
    slots[slot] = hash.getLong(0);
    slots[slot + 1] = hash.getLong(Long.BYTES);
    slots[slot + 2] = sequence;
    slots[slot + 3] = content;
  }

  int size() {
    return used;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[2 * old.length];
    for (int i = 0; i < old.length; i += NUMBERS) {
      if (old[i + 2] != 0) {
        System.arraycopy(old, i, slots, slot(old[i], old[i + 1]), NUMBERS);
      }
    }
  }

  /** Where the hash is, or would be. */
  private int slot(long high, long low) {
    int slot = (int) (high & (slots.length / NUMBERS - 1)) * NUMBERS;
    while (slots[slot + 2] != 0 && (slots[slot] != high || slots[slot + 1] != low)) {
      slot = (slot + NUMBERS) % slots.length;
    }
    return slot;
  }

  private ByteBuffer hash(CertificateName name) {
    digest.update(salt);
    digest.update(name.serial().value().toByteArray());
    digest.update((byte) 0);
    return ByteBuffer.wrap(digest.digest(name.issuer().getBytes(StandardCharsets.UTF_8)));
  }
}
