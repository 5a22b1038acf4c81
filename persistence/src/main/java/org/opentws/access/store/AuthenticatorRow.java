package org.opentws.access.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A FIDO2 authenticator of a user.
 *
 * @param credentialId base64url without padding
 * @param credential attested credential data of WebAuthn: AAGUID, id, COSE key
 * @param counter of signatures, as the authenticator said last
 */
public record AuthenticatorRow(
    String credentialId,
    String account,
    String label,
    Der credential,
    long counter,
    Instant registeredAt) {}
