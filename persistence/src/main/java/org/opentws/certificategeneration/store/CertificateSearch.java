package org.opentws.certificategeneration.store;

import java.util.Optional;

/**
 * A search among certificates; empty fields do not restrict. Newest first.
 *
 * @param subjectPart part of the subject's name, upper or lower case alike
 * @param offset how many matches to skip, from 0
 * @param limit how many to give at most, 1 to 200
 */
public record CertificateSearch(
    Optional<String> issuer,
    Optional<String> profile,
    Optional<String> subjectPart,
    int offset,
    int limit) {
  private static final int LIMIT_MAX = 200;

  public CertificateSearch {
    if (offset < 0 || limit < 1 || limit > LIMIT_MAX) {
      throw new IllegalArgumentException("offset from 0, limit 1 to " + LIMIT_MAX);
    }
  }
}
