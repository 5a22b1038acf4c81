package org.opentws.audit.review;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.IndexBlock;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditBlock;
import org.opentws.audit.store.AuditSearchRepository;
import org.opentws.audit.store.SealedContents;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Counts records by hour, type and outcome: those of full blocks from the index, the rest here. */
final class AuditCounting {
  private static final Duration TIME_MAX = Duration.ofDays(366);

  /** Rows are read in parts, so that little is held in memory. */
  private static final int PART = 4096;

  private final AuditSearchRepository repository;

  AuditCounting(AuditSearchRepository repository) {
    this.repository = repository;
  }

  List<AuditCount> between(Instant from, Instant to) {
    if (!from.isBefore(to) || Duration.between(from, to).compareTo(TIME_MAX) > 0) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "from must be before to, and at most 366 days before");
    }
    Instant first = from.truncatedTo(ChronoUnit.HOURS);
    long indexed = repository.indexedBlocks() * IndexBlock.RECORDS;
    Map<AuditBlock.Slot, Long> counts = new TreeMap<>(repository.counts(first, to));
    long size = repository.size();
    for (long at = indexed; at < size; at += PART) {
      long end = Math.min(size, at + PART);
      for (SealedContents row : repository.rows(at, end)) {
        count(row, at, end, counts);
      }
    }
    return counts.entrySet().stream()
        .filter(entry -> !entry.getKey().hour().isBefore(first))
        .filter(entry -> entry.getKey().hour().isBefore(to))
        .map(entry -> AuditLine.count(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static void count(
      SealedContents row, long from, long to, Map<AuditBlock.Slot, Long> counts) {
    try {
      List<byte[]> entries =
          row.contents()
              .map(contents -> EntryBundle.of(row.item().kind(), contents))
              .orElse(List.of());
      for (int i = 0; i < entries.size(); i++) {
        if (row.first() + i >= from && row.first() + i < to) {
          RecordContent content = EncodedRecord.decode(entries.get(i)).content();
          Instant hour = content.at().truncatedTo(ChronoUnit.HOURS);
          counts.merge(new AuditBlock.Slot(hour, content.type(), content.outcome()), 1L, Long::sum);
        }
      }
    } catch (BrokenLog e) {
      // Altered since it was sealed: the verification names it, it counts for nothing.
      return;
    }
  }
}
