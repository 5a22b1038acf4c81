package org.opentws.keymanagement;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * Contract: the lists of revoked certificates of offline CAs. Key management is a general function
 * and knows no service; revocation management, which takes them in, fulfils this.
 */
public interface OfflineCaLists {
  /**
   * The newest list of an offline CA, as it was imported; empty if there is none.
   *
   * @throws org.opentws.error.ServiceUnavailable if the database does not say
   */
  Optional<Der> newest(String ca);
}
