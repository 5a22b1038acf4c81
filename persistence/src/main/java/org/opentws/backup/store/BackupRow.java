package org.opentws.backup.store;

import java.time.Instant;

/**
 * A backup that was made; the file may have been taken away since.
 *
 * @param id also in its manifest
 * @param madeAt when it was whole
 * @param account who asked for it
 * @param file its name in the directory of backups
 * @param sha256 of the file, lower-case hex
 */
public record BackupRow(
    String id, Instant madeAt, String account, String file, long octets, String sha256) {}
