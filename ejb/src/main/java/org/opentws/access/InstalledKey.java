package org.opentws.access;

import org.opentws.value.Der;

/**
 * One key of the installation document, which the installation ceremony made before the first
 * start.
 *
 * @param purpose name of a KeyPurpose; text, because access knows no keys
 * @param label the key's label in the token
 * @param certificate X.509
 */
public record InstalledKey(
    String keyId,
    String label,
    String purpose,
    String owner,
    String token,
    String algorithm,
    Der certificate) {}
