package org.opentws.audit.store;

import java.time.Instant;
import java.util.Optional;

/**
 * What rows are looked for; every condition given must hold.
 *
 * @param from included
 * @param to excluded
 */
public record AuditCriteria(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Integer> type,
    Optional<String> actor,
    Optional<Integer> outcome) {}
