package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.store.IntakeItem;
import org.opentws.audit.store.StoredRow;

/** Whether each sealed row still holds what was sealed, and only that. */
final class EntryCheck {
  private final Findings findings;
  private final EpochCheck epochs;
  private final VoucherCheck vouchers;
  private final PersonalCheck personal;
  private final IndexCheck index;
  private final MerkleHash hash = new MerkleHash();

  EntryCheck(
      Findings findings,
      EpochCheck epochs,
      VoucherCheck vouchers,
      PersonalCheck personal,
      IndexCheck index) {
    this.findings = findings;
    this.epochs = epochs;
    this.vouchers = vouchers;
    this.personal = personal;
    this.index = index;
  }

  /** Compares a row with its leaf hashes, given as many as it has records. */
  void row(StoredRow row, byte[] leaves) {
    IntakeItem item = row.sealed().item();
    long first = row.sealed().first();
    if (row.contents().isEmpty()) {
      findings.add(first, Optional.empty(), "is missing: " + name(item) + " was deleted");
      return;
    }
    row.mac().ifPresent(mac -> epochs.code(first, item, leaves, mac));
    try {
      List<byte[]> entries = entries(row);
      if (entries.size() != item.count()) {
        findings.add(first, Optional.empty(), name(item) + " holds " + entries.size() + " records");
        return;
      }
      List<RecordContent> contents = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        contents.add(entry(row, i, entries.get(i), leaves));
      }
      columns(row, contents);
    } catch (BrokenLog e) {
      findings.add(first, Optional.empty(), name(item) + " cannot be read: " + e.getMessage());
    }
  }

  static List<byte[]> entries(StoredRow row) {
    return EntryBundle.of(row.sealed().item().kind(), row.contents().orElseThrow());
  }

  private RecordContent entry(StoredRow row, int position, byte[] entry, byte[] leaves) {
    long place = row.sealed().first() + position;
    EncodedRecord record;
    try {
      record = EncodedRecord.decode(entry);
    } catch (BrokenLog e) {
      findings.add(place, Optional.empty(), "was altered and cannot be read any more");
      throw e;
    }
    RecordContent content = record.content();
    if (!isSealed(entry, leaves, position)) {
      findings.add(place, Optional.of(content), "was altered after it was sealed");
    }
    if (!record.place().equals(place(row.sealed().item(), position))) {
      findings.add(place, Optional.of(content), "belongs to another place");
    }
    epochs.record(place, record.place(), content);
    vouchers.record(place, record.place(), content);
    personal.record(place, position, content, row.personal());
    index.record(place, content);
    return content;
  }

  private boolean isSealed(byte[] entry, byte[] leaves, int position) {
    int from = position * MerkleHash.LENGTH;
    return Arrays.equals(
        hash.leaf(entry), 0, MerkleHash.LENGTH, leaves, from, from + MerkleHash.LENGTH);
  }

  private void columns(StoredRow row, List<RecordContent> contents) {
    Optional<String> problem =
        row.segment()
            .flatMap(segment -> RowCheck.problem(segment, contents))
            .or(() -> row.record().flatMap(record -> RowCheck.problem(record, contents.get(0))));
    problem.ifPresent(
        what -> findings.add(row.sealed().first(), Optional.of(contents.get(0)), what));
  }

  static RecordPlace place(IntakeItem item, int index) {
    return new RecordPlace(item.kind(), item.epoch(), item.sequence(), index);
  }

  static String name(IntakeItem item) {
    return switch (item.kind()) {
      case SEGMENT -> "segment " + item.sequence() + " of epoch " + item.epoch();
      case RECORD -> "business record " + item.sequence() + " of epoch " + item.epoch();
    };
  }
}
