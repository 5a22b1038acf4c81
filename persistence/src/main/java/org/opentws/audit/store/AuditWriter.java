package org.opentws.audit.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * One epoch: the life of the audit function on a node from a start to the next end.
 *
 * @param keyCommitment SHA-256 of the epoch's authentication key
 */
public record AuditWriter(long epoch, String node, Der keyCommitment, Instant startedAt) {}
