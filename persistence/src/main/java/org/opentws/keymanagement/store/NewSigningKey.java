package org.opentws.keymanagement.store;

import java.time.Instant;

/**
 * What is fixed when a key enters the register and never changes.
 *
 * @param token the device's name; empty for the key of an offline CA
 * @param label of the key's objects in the device; empty for the key of an offline CA
 * @param algorithm for example "EC:secp256r1"
 * @param spkiSha256 lower-case hex of the SHA-256 of the SubjectPublicKeyInfo
 * @param backup whether it may be backed up; otherwise it never leaves its device
 * @param ceremony how it came about
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
    boolean backup,
    KeyCeremony ceremony,
    Instant createdAt,
    String requestedBy,
    String approvedBy) {}
