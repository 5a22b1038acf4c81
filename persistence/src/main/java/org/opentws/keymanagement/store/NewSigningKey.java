package org.opentws.keymanagement.store;

import java.time.Instant;

/**
 * What is fixed when a key enters the register and never changes.
 *
 * @param token the device's name; empty for the key of an offline CA
 * @param label of the key's objects in the device; empty for the key of an offline CA
 * @param algorithm for example "EC:secp256r1"
 * @param spkiSha256 lower-case hex of the SHA-256 of the SubjectPublicKeyInfo
 * @param requestedBy account of the person who asked for it
 * @param approvedBy account of the other person who agreed (KM1.3)
 */
public record NewSigningKey(
    String keyId,
    KeyPurpose purpose,
    String owner,
    String token,
    String label,
    String algorithm,
    String spkiSha256,
    Instant createdAt,
    String requestedBy,
    String approvedBy) {}
