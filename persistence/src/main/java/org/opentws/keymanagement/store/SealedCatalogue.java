package org.opentws.keymanagement.store;

import java.time.Instant;

/**
 * A row of table {@code algorithm_catalogue}: a version as two persons agreed to it, and the seal.
 *
 * @param id random
 * @param document the text that was approved, unchanged
 */
public record SealedCatalogue(
    String id,
    int version,
    String document,
    String requester,
    String approver,
    Instant at,
    String seal) {}
