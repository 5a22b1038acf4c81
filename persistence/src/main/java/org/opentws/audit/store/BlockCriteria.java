package org.opentws.audit.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which blocks may hold what is looked for; every condition given must hold.
 *
 * @param from included
 * @param to excluded
 * @param type code of an event type that the block has
 * @param alternatives each one a choice of which at least one must hold
 */
public record BlockCriteria(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Integer> type,
    List<Alternative> alternatives) {
  public BlockCriteria {
    alternatives = List.copyOf(alternatives);
  }

  /**
   * One of these.
   *
   * @param probes the filter has all of these bits, each taken modulo its size
   * @param types or the block has one of these types
   * @param blocks or it is one of these
   */
  public record Alternative(List<Long> probes, Set<Integer> types, Set<Long> blocks) {
    public Alternative {
      probes = List.copyOf(probes);
      types = Set.copyOf(types);
      blocks = Set.copyOf(blocks);
    }
  }
}
