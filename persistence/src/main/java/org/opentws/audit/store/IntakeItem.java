package org.opentws.audit.store;

/**
 * A row that entered the log, without its contents.
 *
 * @param transaction PostgreSQL's 64-bit id of the transaction that wrote it
 */
public record IntakeItem(LeafKind kind, long epoch, long sequence, int count, long transaction)
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
