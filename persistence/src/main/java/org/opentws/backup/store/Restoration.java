package org.opentws.backup.store;

import java.time.Instant;

/**
 * That the database was restored.
 *
 * @param sha256 of the backup's file
 * @param requester one of the two persons, with the account
 * @param replaced where what was replaced is kept
 */
public record Restoration(
    String id,
    String backup,
    String sha256,
    Instant restoredAt,
    String requester,
    String approver,
    String replaced) {}
