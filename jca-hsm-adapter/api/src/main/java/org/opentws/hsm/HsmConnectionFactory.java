package org.opentws.hsm;

import jakarta.resource.Referenceable;
import java.io.Serializable;

/** One per token, bound at {@code java:/opentws/hsm/<token>}. */
public interface HsmConnectionFactory extends Serializable, Referenceable {
  /**
   * A connection from the bounded pool; close it soon.
   *
   * @throws HsmUnavailable if none is free in time, or the device is lost
   */
  HsmConnection connect();
}
