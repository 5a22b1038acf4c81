package org.opentws.audit.store;

import java.time.Instant;

/**
 * A row that entered the log, without its contents.
 *
 * @param at time of its first record, by which its partition is found
 * @param transaction PostgreSQL's 64-bit id of the transaction that wrote it
 */
public record IntakeItem(
    LeafKind kind, long epoch, long sequence, int count, Instant at, long transaction)
    implements Comparable<IntakeItem> {

  /** The order in which rows are sealed together. */
  @Override
  public int compareTo(IntakeItem other) {
    int order = Long.compare(transaction, other.transaction);
    if (order == 0) {
      order = kind.compareTo(other.kind);
    }
    if (order == 0) {
      order = Long.compare(epoch, other.epoch);
    }
    return order == 0 ? Long.compare(sequence, other.sequence) : order;
  }
}
