package org.opentws.audit.format;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.opentws.audit.store.AuditBlock;
import org.opentws.value.Der;

/**
 * Gathers what a search must know of a block of consecutive records. The same records give the same
 * block, so that a verification can compare.
 */
public final class IndexBlock {
  /** Records in a block. */
  public static final int RECORDS = 4096;

  private final long number;
  private final Set<Long> keys = new HashSet<>();
  private final Set<Integer> types = new TreeSet<>();
  private final Map<AuditBlock.Slot, Integer> counts = new TreeMap<>();
  private Instant first = Instant.MAX;
  private Instant last = Instant.MIN;

  /** The block of this number: records from number * RECORDS on. */
  public IndexBlock(long number) {
    this.number = number;
  }

  public void add(RecordContent content) {
    SearchKey.of(content, keys::add);
    types.add(content.type());
    first = content.at().isBefore(first) ? content.at() : first;
    last = content.at().isAfter(last) ? content.at() : last;
    counts.merge(
        new AuditBlock.Slot(
            content.at().truncatedTo(ChronoUnit.HOURS), content.type(), content.outcome()),
        1,
        Integer::sum);
  }

  /** What is known when all its records are in. */
  public AuditBlock build() {
    boolean empty = types.isEmpty();
    return new AuditBlock(
        number,
        empty ? Instant.EPOCH : first,
        empty ? Instant.EPOCH : last,
        types.stream().toList(),
        Der.of(KeyFilter.over(keys)),
        counts);
  }
}
