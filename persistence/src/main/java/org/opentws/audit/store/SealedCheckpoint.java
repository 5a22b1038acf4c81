package org.opentws.audit.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * The tree after one sealing.
 *
 * @param low every transaction with a lower id had ended and was looked at
 */
public record SealedCheckpoint(long size, Der root, long low, Instant at) {}
