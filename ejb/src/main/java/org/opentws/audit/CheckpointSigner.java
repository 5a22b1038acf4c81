package org.opentws.audit;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * Signs checkpoints with the audit key in its device. Implemented by key management, which itself
 * writes audit records and therefore must not be known here.
 */
public interface CheckpointSigner {
  /**
   * Signs with ECDSA over SHA-256.
   *
   * @return empty as long as there is no active audit key
   * @throws org.opentws.error.ServiceUnavailable the device cannot be reached now
   */
  Optional<CheckpointSignature> sign(Der text);
}
