package org.opentws.audit.review;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.IndexBlock;
import org.opentws.audit.format.KeyFilter;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.SearchKey;
import org.opentws.audit.store.AuditSearchRepository;
import org.opentws.audit.store.BlockCriteria;
import org.opentws.audit.store.PersonalRow;
import org.opentws.audit.store.SealedContents;
import org.opentws.time.TrustedTime;

/**
 * One search, newest first: first the end of the log that is not indexed yet, then the blocks that
 * may hold what is looked for; the records themselves decide.
 */
final class AuditSearch {
  private static final int BLOCKS_AT_ONCE = 50;
  private static final int PERSONAL_HITS_MAX = 10_000;

  /** Rows are read in parts of a block, so that the newest are found soon. */
  private static final int PART = 1024;

  /** The search then ends, and the next page goes on from there. */
  private static final long NANOS_MAX = 500_000_000L;

  private final AuditSearchRepository repository;
  private final AuditQuery query;
  private final TrustedTime time;
  private final RecordMatch match;
  private final long begun;
  private final List<AuditLine> found = new ArrayList<>();
  private long reached;

  AuditSearch(AuditSearchRepository repository, AuditQuery query, TrustedTime time) {
    this.repository = repository;
    this.query = query;
    this.time = time;
    this.match = new RecordMatch(query);
    this.begun = time.monotonicNanos();
  }

  AuditPage page() {
    long indexed = repository.indexedBlocks() * IndexBlock.RECORDS;
    reached = Math.min(query.before().orElse(Long.MAX_VALUE), repository.size());
    while (reached > indexed && !isDone()) {
      look(Math.max(indexed, reached - PART));
    }
    if (reached > 0 && !isDone()) {
      lookIntoBlocks();
    }
    return result();
  }

  /** Every record from one index up to before another, oldest first. */
  static List<AuditLine> lines(AuditSearchRepository repository, long from, long to) {
    List<AuditLine> lines = new ArrayList<>();
    for (SealedContents row : repository.rows(from, to)) {
      List<byte[]> entries = readable(row);
      for (int i = 0; i < entries.size(); i++) {
        long index = row.first() + i;
        if (index >= from && index < to) {
          lines.add(line(index, entries.get(i), personal(row, i)));
        }
      }
    }
    return lines;
  }

  private static List<byte[]> readable(SealedContents row) {
    try {
      return entries(row);
    } catch (BrokenLog e) {
      return List.of(new byte[0]);
    }
  }

  private static AuditLine line(long index, byte[] entry, Map<String, String> personal) {
    try {
      return AuditLine.of(index, EncodedRecord.decode(entry).content(), personal);
    } catch (BrokenLog e) {
      return AuditLine.unreadable(index);
    }
  }

  private AuditPage result() {
    if (found.size() > query.limit()) {
      List<AuditLine> page = found.subList(0, query.limit());
      return new AuditPage(page, OptionalLong.of(page.get(page.size() - 1).index()));
    }
    return new AuditPage(found, reached > 0 ? OptionalLong.of(reached) : OptionalLong.empty());
  }

  /** One more than the page holds: only then is it known that there is a following one. */
  private boolean isFull() {
    return found.size() > query.limit();
  }

  private boolean isDone() {
    return isFull() || time.monotonicNanos() - begun > NANOS_MAX;
  }

  private void lookIntoBlocks() {
    BlockCriteria criteria = criteria();
    boolean more = true;
    while (more && !isDone()) {
      long from = (reached - 1) / IndexBlock.RECORDS;
      List<Long> blocks = repository.blocks(criteria, from, BLOCKS_AT_ONCE);
      for (long block : blocks) {
        if (!isDone()) {
          lookIntoBlock(block * IndexBlock.RECORDS);
        }
      }
      more = blocks.size() == BLOCKS_AT_ONCE;
    }
    if (!more && !isDone()) {
      reached = 0;
    }
  }

  private void lookIntoBlock(long first) {
    reached = Math.min(reached, first + IndexBlock.RECORDS);
    while (reached > first && !isDone()) {
      look(Math.max(first, reached - PART));
    }
  }

  private BlockCriteria criteria() {
    List<BlockCriteria.Alternative> all = new ArrayList<>();
    int type = query.type().map(AuditEventType::code).orElse(0);
    int outcome = query.outcome().map(AuditLine::code).orElse(0);
    query.user().ifPresent(user -> all.add(filter(SearchKey.actor(user, type, outcome))));
    query.object().ifPresent(object -> all.add(filter(SearchKey.object(object))));
    if (outcome != 0) {
      all.add(filter(SearchKey.kind(type, outcome)));
    }
    for (String word : match.words()) {
      all.add(
          new BlockCriteria.Alternative(
              probes(SearchKey.word(word)), RecordMatch.typesNamed(word), personalBlocks(word)));
    }
    Optional<Integer> code = query.type().map(AuditEventType::code);
    return new BlockCriteria(query.from(), query.to(), code, all);
  }

  private Set<Long> personalBlocks(String word) {
    Set<Long> blocks = new HashSet<>();
    for (long index : repository.withPersonalWord(word, PERSONAL_HITS_MAX)) {
      blocks.add(index / IndexBlock.RECORDS);
    }
    return blocks;
  }

  private static BlockCriteria.Alternative filter(long key) {
    return new BlockCriteria.Alternative(probes(key), Set.of(), Set.of());
  }

  private static List<Long> probes(long key) {
    List<Long> probes = new ArrayList<>();
    for (int i = 0; i < KeyFilter.PROBES; i++) {
      probes.add(KeyFilter.probe(key, i));
    }
    return probes;
  }

  /** Everything from an index up to what was reached, newest first. */
  private void look(long from) {
    List<SealedContents> rows = repository.rows(from, reached);
    for (int i = rows.size() - 1; i >= 0 && !isFull(); i--) {
      row(rows.get(i), from);
    }
    reached = from;
  }

  private void row(SealedContents row, long from) {
    List<byte[]> entries;
    try {
      entries = entries(row);
    } catch (BrokenLog e) {
      found.add(AuditLine.unreadable(row.first()));
      return;
    }
    for (int i = entries.size() - 1; i >= 0 && !isFull(); i--) {
      long index = row.first() + i;
      if (index >= from && index < reached) {
        entry(index, entries.get(i), personal(row, i));
      }
    }
  }

  private static List<byte[]> entries(SealedContents row) {
    return row.contents()
        .map(contents -> EntryBundle.of(row.item().kind(), contents))
        .orElse(List.of());
  }

  private static Map<String, String> personal(SealedContents row, int position) {
    if (row.personal().isEmpty()) {
      return Map.of();
    }
    Map<String, String> values = new HashMap<>();
    for (PersonalRow value : row.personal()) {
      if (value.index() == position) {
        values.put(value.field(), value.value());
      }
    }
    return values;
  }

  private void entry(long index, byte[] entry, Map<String, String> personal) {
    try {
      RecordContent content = EncodedRecord.decode(entry).content();
      if (match.holds(content, personal)) {
        found.add(AuditLine.of(index, content, personal));
      }
    } catch (BrokenLog e) {
      found.add(AuditLine.unreadable(index));
    }
  }
}
