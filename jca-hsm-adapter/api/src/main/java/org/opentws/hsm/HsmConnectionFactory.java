package org.opentws.hsm;

import jakarta.resource.Referenceable;
import java.io.Serializable;

/** One per token, bound at {@code java:/opentws/hsm/<token>}. */
public interface HsmConnectionFactory extends Serializable, Referenceable {
  /** Whether the server's configuration names a token for it; a replica need not be there. */
  boolean isConfigured();

  /**
   * A connection from the bounded pool; close it soon.
   *
   * @throws HsmUnavailable if none is free in time, the device is lost, or the token is locked
   */
  HsmConnection connect();

  /** Whether the token needs persons to open it, and whether they have. */
  TokenState state();

  /** What the device says of itself without a login: also of a locked token. */
  DeviceFacts deviceFacts();

  /**
   * Opens a token that persons activate. The caller wipes the PIN.
   *
   * @throws HsmUnavailable the PIN is wrong, or the device does not answer; it stays locked then
   */
  void activate(char[] pin);

  /** Logs out and forgets the PIN, at once; does nothing to a token that opens by itself. */
  void deactivate();
}
