package org.opentws.audit.verify;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.IndexBlock;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditBlock;

/**
 * Whether the index of searches says what the records say: otherwise somebody could hide a record
 * from every search without touching it.
 */
final class IndexCheck {
  /** Where the stored index comes from. */
  interface StoredBlocks {
    Optional<AuditBlock> block(long number);
  }

  private final Findings findings;
  private final StoredBlocks stored;
  private @Nullable IndexBlock block;
  private long number = -1;
  private long seen;

  IndexCheck(Findings findings, StoredBlocks stored) {
    this.findings = findings;
    this.stored = stored;
  }

  /** One record in the order of the log. */
  void record(long index, RecordContent content) {
    long its = index / IndexBlock.RECORDS;
    if (its != number) {
      block = new IndexBlock(its);
      number = its;
      seen = 0;
    }
    if (block != null) {
      block.add(content);
      seen++;
    }
    if (seen == IndexBlock.RECORDS && block != null) {
      compare(block.build());
    }
  }

  /** A block that holds altered records is named by them, not here. */
  private void compare(AuditBlock expected) {
    long first = expected.number() * IndexBlock.RECORDS;
    Optional<AuditBlock> found = stored.block(expected.number());
    boolean differs = found.isPresent() && !found.get().equals(expected);
    if (differs && !findings.within(first, first + IndexBlock.RECORDS)) {
      findings.add(
          first,
          Optional.empty(),
          "the index of searches over it and the records after it does not fit them");
    }
  }

  /**
   * At the end of the log.
   *
   * @param highest number of the last block in the index; -1 if there is none
   * @param count how many blocks the index has
   */
  void finish(long highest, long count) {
    if (highest + 1 != count) {
      findings.add("the index of searches has a gap: a block of it was deleted");
    }
  }
}
