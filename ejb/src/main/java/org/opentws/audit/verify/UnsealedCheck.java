package org.opentws.audit.verify;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.IntakeItem;
import org.opentws.value.Der;

/** Rows that entered beside the audit function have no place in the log. */
final class UnsealedCheck {
  private final Findings findings;
  private final EpochCheck epochs;
  private final long low;
  private final Consumer<RecordContent> each;
  private int waiting;

  /**
   * For one verification.
   *
   * @param low rows of transactions below it had their chance to be sealed
   * @param each is told of every record that will have its place soon
   */
  UnsealedCheck(Findings findings, EpochCheck epochs, long low, Consumer<RecordContent> each) {
    this.findings = findings;
    this.epochs = epochs;
    this.low = low;
    this.each = each;
  }

  void check(AuditLogReader reader, List<String> remarks) {
    reader.unsealed(this::row);
    if (waiting > 0) {
      remarks.add(waiting + " rows are not yet sealed");
    }
  }

  private void row(IntakeItem item, Der contents) {
    Optional<RecordContent> content = Optional.empty();
    boolean readable = false;
    try {
      List<byte[]> entries = EntryBundle.of(item.kind(), contents);
      if (!entries.isEmpty()) {
        EncodedRecord record = EncodedRecord.decode(entries.get(0));
        content = Optional.of(record.content());
        readable = record.place().equals(EntryCheck.place(item, 0));
      }
    } catch (BrokenLog e) {
      readable = false;
    }
    if (readable && item.transaction() >= low && !epochs.hasStopped(item.epoch())) {
      waiting++;
      content.ifPresent(each);
    } else {
      findings.add(
          new Finding(
              Optional.empty(),
              content,
              EntryCheck.name(item) + " was inserted by somebody else: the log never took it"));
    }
  }
}
