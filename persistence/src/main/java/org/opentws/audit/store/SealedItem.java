package org.opentws.audit.store;

import org.opentws.value.Der;

/**
 * The place of a row in the log.
 *
 * @param first index of its first leaf
 * @param leaves its leaf hashes, 32 octets each
 */
public record SealedItem(long first, IntakeItem item, Der leaves) {}
