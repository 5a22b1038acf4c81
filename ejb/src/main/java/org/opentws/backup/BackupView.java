package org.opentws.backup;

import java.time.Instant;

/**
 * A backup as people see it.
 *
 * @param at when it was whole
 * @param size octets
 * @param file its name in the directory of backups
 * @param here whether that file is still there, on this node
 */
public record BackupView(
    String id, Instant at, String account, long size, String sha256, String file, boolean here) {}
