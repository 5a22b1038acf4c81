package org.opentws.audit.store;

import java.util.Optional;
import org.opentws.value.Der;

/**
 * A sealed row that may hold what is looked for.
 *
 * @param first index of its first record
 * @param bloom the filter over actors and objects; empty for a business record
 */
public record AuditCandidate(
    long first, LeafKind kind, long epoch, long sequence, Optional<Der> bloom) {}
