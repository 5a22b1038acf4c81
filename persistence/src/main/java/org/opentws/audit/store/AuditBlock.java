package org.opentws.audit.store;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opentws.value.Der;

/**
 * What a search must know of a block of consecutive records.
 *
 * @param number the block's first record has number * 4096 as its index
 * @param types distinct type codes, ascending
 * @param filter over the keys of its records
 * @param counts how many records of each hour, type and outcome
 */
public record AuditBlock(
    long number,
    Instant firstAt,
    Instant lastAt,
    List<Integer> types,
    Der filter,
    SortedMap<Slot, Integer> counts) {

  /**
   * Hour, type and outcome.
   *
   * @param hour its beginning
   */
  public record Slot(Instant hour, int type, int outcome) implements Comparable<Slot> {
    private static final Comparator<Slot> ORDER =
        Comparator.comparing(Slot::hour).thenComparing(Slot::type).thenComparing(Slot::outcome);

    @Override
    public int compareTo(Slot other) {
      return ORDER.compare(this, other);
    }
  }

  public AuditBlock {
    types = List.copyOf(types);
    counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  public AuditBlock(
      long number,
      Instant firstAt,
      Instant lastAt,
      List<Integer> types,
      Der filter,
      Map<Slot, Integer> counts) {
    this(number, firstAt, lastAt, types, filter, new TreeMap<>(counts));
  }
}
