package org.opentws.audit.review;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.KeyBloom;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditCandidate;
import org.opentws.audit.store.AuditCriteria;
import org.opentws.audit.store.AuditSearchRepository;
import org.opentws.value.Der;

/**
 * One search, newest first: the database gives the rows that may hold what is looked for, the
 * records themselves decide.
 */
final class AuditSearch {
  private final AuditSearchRepository repository;
  private final AuditQuery query;
  private final AuditCriteria criteria;
  private final List<AuditLine> found = new ArrayList<>();

  AuditSearch(AuditSearchRepository repository, AuditQuery query) {
    this.repository = repository;
    this.query = query;
    this.criteria =
        new AuditCriteria(
            query.from(),
            query.to(),
            query.type().map(AuditEventType::code),
            query.user(),
            query.outcome().map(AuditLine::code));
  }

  AuditPage page() {
    long before = query.before().orElse(Long.MAX_VALUE);
    while (!isFull()) {
      List<AuditCandidate> rows = repository.candidates(criteria, before);
      if (rows.isEmpty()) {
        return new AuditPage(found, OptionalLong.empty());
      }
      for (AuditCandidate row : rows) {
        if (!isFull()) {
          look(row);
        }
      }
      before = rows.get(rows.size() - 1).first();
    }
    List<AuditLine> page = found.subList(0, query.limit());
    return new AuditPage(page, OptionalLong.of(page.get(page.size() - 1).index()));
  }

  /** One more than the page holds: only then is it known that there is a following one. */
  private boolean isFull() {
    return found.size() > query.limit();
  }

  private void look(AuditCandidate row) {
    Optional<Der> bloom = row.bloom();
    if (bloom.isPresent()
        && query.user().isPresent()
        && !KeyBloom.mayContain(bloom.get().octets(), KeyBloom.actorKey(query.user().get()))) {
      return;
    }
    List<byte[]> entries;
    try {
      entries = entries(row);
    } catch (BrokenLog e) {
      found.add(AuditLine.unreadable(row.first()));
      return;
    }
    long end = query.before().orElse(Long.MAX_VALUE);
    for (int i = entries.size() - 1; i >= 0 && !isFull(); i--) {
      if (row.first() + i < end) {
        entry(row.first() + i, entries.get(i));
      }
    }
  }

  private List<byte[]> entries(AuditCandidate row) {
    Optional<Der> contents = repository.contents(row);
    if (contents.isEmpty()) {
      return List.of();
    }
    return switch (row.kind()) {
      case SEGMENT -> EntryBundle.unpack(contents.get().octets());
      case RECORD -> List.of(contents.get().octets());
    };
  }

  private void entry(long index, byte[] entry) {
    try {
      RecordContent content = EncodedRecord.decode(entry).content();
      if (matches(content)) {
        found.add(AuditLine.of(index, content));
      }
    } catch (BrokenLog e) {
      found.add(AuditLine.unreadable(index));
    }
  }

  private boolean matches(RecordContent content) {
    return query.from().map(from -> !content.at().isBefore(from)).orElse(true)
        && query.to().map(to -> content.at().isBefore(to)).orElse(true)
        && criteria.type().map(type -> type == content.type()).orElse(true)
        && criteria.outcome().map(outcome -> outcome == content.outcome()).orElse(true)
        && query.user().map(user -> user.equals(content.actor())).orElse(true);
  }
}
