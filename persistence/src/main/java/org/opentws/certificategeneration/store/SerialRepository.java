package org.opentws.certificategeneration.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.SerialNumber;

/** Reserved serial numbers (CG1.6d). A reservation is for ever, used or not. */
public interface SerialRepository {
  /**
   * Reserves in a transaction of its own: durable when this returns, whatever becomes of the
   * caller's.
   *
   * @return false if this issuer has reserved that serial before
   */
  boolean reserve(
      String issuer, SerialNumber serial, Instant reservedAt, Optional<String> applicationId);
}
