package org.opentws.idempotency.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * What is known about a key that was used before.
 *
 * @param answer empty while the first request has no answer (yet)
 */
public record EarlierRequest(Der hash, Instant claimedAt, Optional<StoredAnswer> answer) {}
