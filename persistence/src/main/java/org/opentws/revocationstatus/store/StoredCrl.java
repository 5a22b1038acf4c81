package org.opentws.revocationstatus.store;

import java.time.Instant;

/**
 * A CRL, never changed once stored; its octets are read from the repository.
 *
 * @param ca the issuing CA's id
 * @param scope "" for the complete list, "delta" for what changed since an earlier one, "3-of-8"
 *     for the list of a partition
 * @param number its CRL number
 * @param changeSequence every status change up to this number is in it; 0 for an offline CA's
 * @param length octets as signed
 * @param gzipLength octets compressed; 0 if it is not kept compressed
 */
public record StoredCrl(
    String ca,
    String scope,
    long number,
    Instant thisUpdate,
    Instant nextUpdate,
    long changeSequence,
    long length,
    long gzipLength) {
  /** The list of all suspended and revoked certificates. */
  public static final String COMPLETE = "";

  /** The list of what changed since an earlier complete one (RFC 5280, 5.2.4). */
  public static final String DELTA = "delta";

  /** How its octets are given. */
  public enum Encoding {
    IDENTITY,
    GZIP
  }

  /** Octets in that encoding. */
  public long length(Encoding encoding) {
    return switch (encoding) {
      case IDENTITY -> length;
      case GZIP -> gzipLength;
    };
  }

  StoredCrl withLengths(long identity, long gzip) {
    return new StoredCrl(ca, scope, number, thisUpdate, nextUpdate, changeSequence, identity, gzip);
  }
}
