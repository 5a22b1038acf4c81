package org.opentws.hsm;

import java.util.Optional;

/**
 * AES-256 keys in a token that protect secrets outside of it (KM6.3): they wrap and unwrap (RFC
 * 5649), and do nothing else. Every call may fail with {@link HsmUnavailable}.
 */
public interface WrappingKeys {
  /**
   * Makes one in the device.
   *
   * @param label unique in the token
   */
  void generateWrappingKey(String label, KeyProtection protection);

  /** What the device says of it; empty if it has none of this label. */
  Optional<WrappingKeyFacts> wrappingKey(String label);

  /** The secret, encrypted with that key. The caller wipes the secret. */
  byte[] wrapSecret(String label, byte[] secret);

  /**
   * The secret again; the caller wipes it.
   *
   * @throws IllegalArgumentException it was not wrapped with that key, or altered
   */
  byte[] unwrapSecret(String label, byte[] wrapped);

  /**
   * The wrapping key itself, encrypted with the token's backup key (KM6.4).
   *
   * @throws IllegalArgumentException the device may not let it go
   */
  byte[] backUpWrappingKey(String label);

  /**
   * Brings it back.
   *
   * @throws IllegalArgumentException it was not wrapped with this token's backup key, or altered
   */
  void restoreWrappingKey(String label, byte[] wrapped);
}
