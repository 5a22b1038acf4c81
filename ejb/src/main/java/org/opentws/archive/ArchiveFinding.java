package org.opentws.archive;

import java.time.Instant;

/**
 * Something found in the archive.
 *
 * @param type CERTIFICATE, CRL, AUDIT_RECORDS, or the type of an audit record
 * @param name of the certificate, list or bundle; what an audit record is about
 * @param archive the archive's number
 * @param at when it happened
 * @param sha256 of what is archived, lower-case hex
 * @param file of the package in which it stands
 */
public record ArchiveFinding(
    String type, String name, long archive, Instant at, String sha256, String file) {}
