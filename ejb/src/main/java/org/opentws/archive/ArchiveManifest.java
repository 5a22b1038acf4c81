package org.opentws.archive;

import java.time.Instant;
import java.util.List;

/**
 * What a package says of itself; stands in it as manifest.json, signed by manifest.p7s.
 *
 * @param format version of the form
 * @param archive its number: from 1 on, without gaps
 * @param from the period begins where that of the archive before ends
 * @param to everything that was there then and in no archive before is in it
 * @param auditFrom records of the audit log that archives before it hold
 * @param auditTo records of the audit log that these and this one hold
 * @param formerSha256 of the package of the archive before; empty for the first one
 * @param authoritySha256 of the management CA's certificate, which certified the signing key
 * @param entries lines of the list "entries": one for each thing archived, with its time
 */
public record ArchiveManifest(
    String format,
    long archive,
    Instant from,
    Instant to,
    long auditFrom,
    long auditTo,
    String formerSha256,
    String authoritySha256,
    Instant keepUntil,
    long entries,
    List<PackedFile> files) {
  public static final String FORMAT = "opentws-archive-1";
  public static final String NAME = "manifest.json";
  public static final String SIGNATURE = "manifest.p7s";

  /** The list of numbers that no CRL has: of every restoration of the database so far. */
  public static final String NUMBERS_LEFT_OUT = "crl-numbers-left-out";

  public ArchiveManifest {
    files = List.copyOf(files);
  }
}
