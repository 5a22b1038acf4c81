package org.opentws.authentication.store;

import java.time.Instant;

/**
 * An open session.
 *
 * @param tokenHash SHA-256 of the cookie's value, hexadecimal: the value itself is stored nowhere
 * @param factors by which the person was authenticated, beside the key of the certificate
 * @param seal over all but the time of the last activity
 * @param fingerprint SHA-256 of the client certificate to which the session is bound
 */
public record SessionRow(
    String tokenHash,
    String account,
    String fingerprint,
    Instant createdAt,
    Instant lastSeenAt,
    String factors,
    String seal) {}
