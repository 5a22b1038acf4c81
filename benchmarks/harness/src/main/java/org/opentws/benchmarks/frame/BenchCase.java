package org.opentws.benchmarks.frame;

import java.util.List;

/**
 * Something whose rate is measured.
 *
 * @param name as in the report, for example "ocsp-nonce"
 * @param connections how many at once, one row of the report each
 */
public record BenchCase(String name, List<Integer> connections, Load load) {
  /** The numbers of connections at which every protocol is measured. */
  public static final List<Integer> CONNECTIONS = List.of(1, 8, 32, 256);
}
