package org.opentws.keymanagement;

import java.time.Instant;
import java.util.List;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * A key that is active now: bound to its certificate, within its life, its device facts checked.
 *
 * @param keyId the register's id
 * @param purpose the one purpose
 * @param owner whose: a CA's id, a time-stamping unit's id, a service's name
 * @param algorithm JCA signature algorithm, for example "SHA256withECDSA"
 * @param certificate DER of the key's certificate
 * @param chain DER of the issuers up to and without the root, nearest first
 * @param usableUntil end of the private key's use (not after this is anything signed)
 */
public record UsableKey(
    String keyId,
    KeyPurpose purpose,
    String owner,
    String algorithm,
    Der certificate,
    List<Der> chain,
    Instant usableUntil) {}
