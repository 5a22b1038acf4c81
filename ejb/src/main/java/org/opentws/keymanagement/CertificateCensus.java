package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Map;

/**
 * How many certificates there are, for saying what a change of the algorithm catalogue concerns.
 * Implemented by certificate generation, so that key management needs to know no service (house
 * rule 2).
 */
public interface CertificateCensus {
  /**
   * Certificates that end later than that, revoked or not.
   *
   * @return how many, by the algorithm of their keys, for example "EC:secp384r1"
   */
  Map<String, Long> endingAfter(Instant end);
}
