package org.opentws.keymanagement;

import java.time.Instant;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * How long certificates of keys of the TSP live. Implemented by certificate generation, so that key
 * management needs to know no service (house rule 2).
 */
public interface KeyCertificateLife {
  /**
   * When the certificate that a key of this purpose would get now ends, at the latest.
   *
   * @param purpose not that of a CA: these are certified elsewhere
   */
  Instant end(KeyPurpose purpose);
}
