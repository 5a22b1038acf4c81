package org.opentws.revocationmanagement.web;

import java.time.Instant;
import java.util.Optional;

/**
 * Body of a status change request.
 *
 * @param action suspend, reinstate or revoke
 * @param reason name of RFC 5280, 5.3.1, for a revocation
 * @param invalidityDate since when the key is suspected
 * @param certificate base64 of the certificate's DER, if the database lost it
 */
public record StatusChangeBody(
    String action,
    Optional<String> reason,
    Optional<Instant> invalidityDate,
    Optional<String> certificate) {}
