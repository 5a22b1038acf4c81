package org.opentws.archive.store;

import java.time.Instant;

/**
 * A line of the index: something that stands in an archive.
 *
 * @param kind CERTIFICATE, CRL or AUDIT_RECORDS
 * @param name of its kind, once in all archives
 * @param archive the archive's number
 * @param at when it happened
 * @param until the last event in it, of a bundle of audit records; else the same
 * @param sha256 of what is archived, lower-case hex
 * @param file of the package in which it stands
 */
public record ArchivedEntry(
    String kind, String name, long archive, Instant at, Instant until, String sha256, String file) {
  public static final String CERTIFICATE = "CERTIFICATE";
  public static final String CRL = "CRL";
  public static final String AUDIT_RECORDS = "AUDIT_RECORDS";
}
