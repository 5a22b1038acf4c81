package org.opentws.dataencryption.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A data key at rest.
 *
 * @param kek the key that wraps it
 * @param wrapped RFC 5649
 * @param statement under the data key itself: whether values in clear were there before it
 */
public record WrappedDataKey(
    String id, String kek, Der wrapped, String statement, Instant createdAt) {}
