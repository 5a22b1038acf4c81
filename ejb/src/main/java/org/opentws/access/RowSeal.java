package org.opentws.access;

/**
 * Proof that this system itself, and nobody with access to the database, wrote a row. Fulfilled by
 * authentication with an infrastructure key in the device.
 */
public interface RowSeal {
  /**
   * Seals.
   *
   * @throws org.opentws.error.ServiceUnavailable KEY or DEVICE: then nothing is changed
   */
  String seal(SealedText text);

  /** Whether the seal is one over this very text. */
  boolean holds(SealedText text, String seal);
}
