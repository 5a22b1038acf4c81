package org.opentws.audit;

import java.util.List;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.IndexBlock;
import org.opentws.audit.store.AuditIndexRepository;
import org.opentws.audit.store.AuditIndexRepository.Indexing;
import org.opentws.audit.store.SealedContents;

/**
 * Adds full blocks of the sealed log to the index of searches. Used by one thread; of several nodes
 * the first one there does it. A crash at any point leaves the block out: the next round makes it.
 */
final class LogIndexer {
  /** So that a node that was far behind gives others their turn. */
  private static final int BLOCKS_MAX = 64;

  private final AuditIndexRepository repository;

  LogIndexer(AuditIndexRepository repository) {
    this.repository = repository;
  }

  /** Indexes what can be indexed; returns whether there is more. */
  boolean round() {
    try (Indexing indexing = repository.begin().orElse(null)) {
      if (indexing == null) {
        return false;
      }
      long next = indexing.next();
      long full = indexing.sealedSize() / IndexBlock.RECORDS;
      long end = Math.min(full, next + BLOCKS_MAX);
      for (long block = next; block < end; block++) {
        indexing.add(block(indexing, block).build());
      }
      indexing.commit();
      return end < full;
    }
  }

  private static IndexBlock block(Indexing indexing, long number) {
    IndexBlock block = new IndexBlock(number);
    long first = number * IndexBlock.RECORDS;
    long end = first + IndexBlock.RECORDS;
    for (SealedContents row : indexing.rows(first, end)) {
      List<byte[]> entries = entries(row);
      for (int i = 0; i < entries.size(); i++) {
        if (row.first() + i >= first && row.first() + i < end) {
          add(block, entries.get(i));
        }
      }
    }
    return block;
  }

  private static void add(IndexBlock block, byte[] entry) {
    try {
      block.add(EncodedRecord.decode(entry).content());
    } catch (BrokenLog e) {
      // Altered since it was sealed: the verification names it, a search cannot find it.
      return;
    }
  }

  private static List<byte[]> entries(SealedContents row) {
    try {
      return row.contents()
          .map(contents -> EntryBundle.of(row.item().kind(), contents))
          .orElse(List.of());
    } catch (BrokenLog e) {
      return List.of();
    }
  }
}
