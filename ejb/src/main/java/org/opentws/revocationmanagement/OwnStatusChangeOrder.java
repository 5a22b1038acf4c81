package org.opentws.revocationmanagement;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * What a subject asks for without a signature: by TLS with the certificate's key, or by its
 * passphrase.
 *
 * @param id the requester's own for this request; a second one with this id is the same request
 * @param action suspend, reinstate or revoke
 * @param reason name of RFC 5280, 5.3.1, for a revocation
 * @param passphrase chosen with the application; if given, it alone counts
 * @param shown the certificate whose key the TLS connection proved
 */
public record OwnStatusChangeOrder(
    String id,
    String issuer,
    SerialNumber serial,
    String action,
    Optional<String> reason,
    Optional<Instant> invalidityDate,
    Optional<String> passphrase,
    Optional<Der> shown) {
  /** Not the passphrase. */
  @Override
  public String toString() {
    return "OwnStatusChangeOrder[" + action + " " + issuer + "/" + serial + "]";
  }
}
