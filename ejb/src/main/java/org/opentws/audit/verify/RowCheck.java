package org.opentws.audit.verify;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditSegment;

/** Whether the columns by which records are found say what the records say. */
final class RowCheck {
  private RowCheck() {}

  static Optional<String> problem(AuditRecord row, RecordContent content) {
    boolean equal =
        row.at().equals(content.at())
            && row.type() == content.type()
            && row.outcome() == content.outcome()
            && row.actor().equals(content.actor())
            && row.object().equals(content.object());
    return equal ? Optional.empty() : Optional.of("its columns say something else than itself");
  }

  static Optional<String> problem(AuditSegment row, List<RecordContent> contents) {
    Instant first = row.lastAt();
    Instant last = row.firstAt();
    Set<Integer> types = new TreeSet<>();
    for (RecordContent content : contents) {
      first = content.at().isBefore(first) ? content.at() : first;
      last = content.at().isAfter(last) ? content.at() : last;
      types.add(content.type());
    }
    boolean equal =
        row.firstAt().equals(first)
            && row.lastAt().equals(last)
            && row.types().equals(List.copyOf(types))
            && row.count() == contents.size();
    return equal ? Optional.empty() : Optional.of("the columns of its segment do not fit it");
  }
}
