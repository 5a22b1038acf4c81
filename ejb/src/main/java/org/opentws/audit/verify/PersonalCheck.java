package org.opentws.audit.verify;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.AuditField;
import org.opentws.audit.format.PersonalValue;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.PersonalRow;

/**
 * Whether the personal values beside the log are those whose digests stand in it, and whether each
 * one that is gone was erased lawfully: by an operation of two persons that left its own record.
 */
final class PersonalCheck {
  private static final String ERASED_OBJECT = "object";

  /** Records about one object whose values are gone. */
  private record Gone(long first, long last, RecordContent firstRecord) {
    Gone and(long index) {
      return new Gone(first, index, firstRecord);
    }
  }

  private final Findings findings;
  private final Map<String, Gone> gone = new HashMap<>();
  private final Map<String, Long> erasedUntil = new HashMap<>();
  private long erased;

  PersonalCheck(Findings findings) {
    this.findings = findings;
  }

  /**
   * One record in the order of the log.
   *
   * @param position of the record in its row
   * @param rows values beside that row
   */
  void record(long index, int position, RecordContent content, List<PersonalRow> rows) {
    if (content.type() == AuditEventType.AUDIT_PERSONAL_ERASED.code() && content.outcome() == 1) {
      erasedUntil.put(content.details().getOrDefault(ERASED_OBJECT, ""), index);
    }
    content
        .details()
        .forEach(
            (name, digest) -> {
              if (AuditField.isPersonal(name)) {
                value(index, content, digest, find(rows, position, name));
              }
            });
    for (PersonalRow row : rows) {
      if (row.index() == position && !content.details().containsKey(row.field())) {
        findings.add(index, Optional.of(content), "has a value beside it that it does not know of");
      }
    }
  }

  /** A record that is committed and has no place yet: an erasure that it tells of is lawful. */
  void waiting(RecordContent content) {
    if (content.type() == AuditEventType.AUDIT_PERSONAL_ERASED.code() && content.outcome() == 1) {
      erasedUntil.put(content.details().getOrDefault(ERASED_OBJECT, ""), Long.MAX_VALUE);
    }
  }

  private static Optional<PersonalRow> find(List<PersonalRow> rows, int position, String field) {
    return rows.stream()
        .filter(row -> row.index() == position && row.field().equals(field))
        .findFirst();
  }

  private void value(long index, RecordContent content, String digest, Optional<PersonalRow> row) {
    if (row.isEmpty()) {
      erased++;
      gone.merge(
          content.object(), new Gone(index, index, content), (known, now) -> known.and(index));
      return;
    }
    PersonalRow found = row.get();
    PersonalValue value = new PersonalValue(0, found.field(), found.salt(), found.value());
    if (!value.digest().equals(digest) || !found.object().equals(content.object())) {
      findings.add(
          index,
          Optional.of(content),
          "its value " + found.field() + " beside the log was altered");
    }
  }

  /** At the end of the log. */
  void finish(List<String> remarks) {
    gone.forEach(
        (object, missing) -> {
          long until = erasedUntil.getOrDefault(object, -1L);
          if (missing.last() > until) {
            boolean never = missing.first() > until;
            findings.add(
                never ? missing.first() : missing.last(),
                never ? Optional.of(missing.firstRecord()) : Optional.empty(),
                "a personal value of it is gone and no record says that it was erased");
          }
        });
    if (erased > 0) {
      remarks.add(erased + " personal values have been erased");
    }
  }

  /** Where the values are not at hand: nothing can be said about them. */
  void withoutValues() {
    gone.clear();
    erased = 0;
  }
}
