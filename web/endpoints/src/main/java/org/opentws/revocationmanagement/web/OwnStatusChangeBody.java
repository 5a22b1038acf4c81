package org.opentws.revocationmanagement.web;

import java.time.Instant;
import java.util.Optional;

/**
 * A subject's status change request over a connection that it authenticates.
 *
 * @param action suspend, reinstate or revoke
 * @param reason name of RFC 5280, 5.3.1, for a revocation
 * @param invalidityDate since when the key is suspected
 * @param passphrase chosen with the application; without it the TLS client certificate counts
 */
public record OwnStatusChangeBody(
    String action,
    Optional<String> reason,
    Optional<Instant> invalidityDate,
    Optional<String> passphrase) {
  /** Not the passphrase. */
  @Override
  public String toString() {
    return "OwnStatusChangeBody[" + action + "]";
  }
}
