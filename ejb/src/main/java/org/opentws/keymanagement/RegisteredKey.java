package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Optional;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

/**
 * One line of the key register, without any way to use the key. The key of an offline CA (the root)
 * is listed too: device empty, state OFFLINE.
 *
 * @param device token's name, for example "tsp"; empty for a key that lives elsewhere
 */
public record RegisteredKey(
    String keyId,
    KeyPurpose purpose,
    String owner,
    String device,
    String algorithm,
    KeyState state,
    Instant createdAt,
    Optional<Instant> usableUntil,
    Optional<Der> certificate) {}
