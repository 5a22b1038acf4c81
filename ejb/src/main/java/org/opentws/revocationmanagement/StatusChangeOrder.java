package org.opentws.revocationmanagement;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * What an officer asks for.
 *
 * @param idempotencyKey the officer's own key for this request
 * @param action suspend, reinstate or revoke
 * @param reason name of RFC 5280, 5.3.1, for a revocation; unspecified if empty
 * @param certificate the certificate itself, needed only if the database lost it (RM2.1)
 */
public record StatusChangeOrder(
    String idempotencyKey,
    String issuer,
    SerialNumber serial,
    String action,
    Optional<String> reason,
    Optional<Instant> invalidityDate,
    Optional<Der> certificate) {}
