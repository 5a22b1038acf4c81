package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditSegment;
import org.opentws.audit.store.AuditWriter;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.IntakeItem;
import org.opentws.audit.store.LeafKind;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.audit.store.StoredRow;

/** Verifies the log in the database, from the first record to the last, trusting nothing in it. */
public final class LogVerifier {
  private final AuditLogReader reader;
  private final Optional<TrustedSigners> trusted;
  private final Optional<SignedNote> keptOutside;
  private final Optional<Checkpoint> outside;
  private final Findings findings = new Findings();
  private final List<String> remarks = new ArrayList<>();
  private final EpochCheck epochs = new EpochCheck(findings);
  private final VoucherCheck vouchers;
  private final TreeCheck tree;
  private final MerkleHash hash = new MerkleHash();

  /**
   * Verifies once.
   *
   * @param trusted who may have signed; empty: signatures are not judged, which the report says
   * @param outside a checkpoint kept outside the database; without one a cut-off end cannot be seen
   * @throws BrokenLog {@code outside} is no checkpoint
   */
  public LogVerifier(
      AuditLogReader reader, Optional<TrustedSigners> trusted, Optional<SignedNote> outside) {
    this.reader = reader;
    this.trusted = trusted;
    this.keptOutside = outside;
    this.outside = outside.map(note -> Checkpoint.parse(note.text()));
    this.tree = new TreeCheck(findings, reader::tile, this::describe);
    this.vouchers = new VoucherCheck(findings, trusted, reader.signers());
  }

  /** The key of the epoch that is being written: known to its own node alone. */
  public LogVerifier knowing(long epoch, EpochKey key) {
    epochs.disclosed(epoch, key);
    return this;
  }

  public VerificationReport verify() {
    List<SealedCheckpoint> checkpoints = reader.checkpoints();
    List<CheckpointNote> notes = reader.notes();
    checkpoints.forEach(checkpoint -> tree.remember(checkpoint.size()));
    notes.forEach(note -> tree.remember(note.size()));
    outside.ifPresent(checkpoint -> tree.remember(checkpoint.size()));
    readDisclosedKeys();
    reader.rows(this::row);
    epochs.finish(remarks);
    vouchers.finish(remarks);
    checkWriters();
    checkTileCount();
    long signed = checkRoots(checkpoints, notes);
    checkUnsealed(checkpoints);
    return new VerificationReport(tree.size(), signed, findings.all(), remarks);
  }

  /** An epoch discloses its key in its last record; needed before its first is read. */
  private void readDisclosedKeys() {
    for (AuditWriter writer : reader.writers()) {
      try {
        reader
            .lastSegment(writer.epoch())
            .map(segment -> EntryBundle.unpack(segment.data().octets()))
            .filter(entries -> !entries.isEmpty())
            .map(entries -> EncodedRecord.decode(entries.get(entries.size() - 1)).content())
            .filter(content -> content.type() == AuditEventType.AUDIT_STOPPED.code())
            .map(content -> content.details().get("key"))
            .filter(key -> key.matches("[0-9a-f]{64}"))
            .map(key -> new EpochKey(HexFormat.of().parseHex(key)))
            .ifPresent(key -> epochs.disclosed(writer.epoch(), key));
      } catch (BrokenLog e) {
        remarks.add("the key of epoch " + writer.epoch() + " cannot be read");
      }
    }
  }

  private void row(StoredRow row) {
    IntakeItem item = row.sealed().item();
    long first = row.sealed().first();
    if (first != tree.size()) {
      findings.add(
          Math.min(first, tree.size()),
          Optional.empty(),
          "the order of the log has a gap: record " + first + " follows " + (tree.size() - 1));
    }
    byte[] leaves = row.sealed().leaves().octets();
    if (leaves.length != item.count() * MerkleHash.LENGTH) {
      findings.add(first, Optional.empty(), "its leaf hashes are not as many as its records");
      leaves = java.util.Arrays.copyOf(leaves, item.count() * MerkleHash.LENGTH);
    }
    contents(row, leaves);
    for (int at = 0; at < leaves.length; at += MerkleHash.LENGTH) {
      tree.append(java.util.Arrays.copyOfRange(leaves, at, at + MerkleHash.LENGTH));
    }
  }

  private void contents(StoredRow row, byte[] leaves) {
    IntakeItem item = row.sealed().item();
    long first = row.sealed().first();
    if (row.contents().isEmpty()) {
      findings.add(first, Optional.empty(), "is missing: " + name(item) + " was deleted");
      return;
    }
    row.mac().ifPresent(mac -> epochs.code(first, item.kind(), item.epoch(), leaves, mac));
    try {
      List<byte[]> entries = entries(row);
      if (entries.size() != item.count()) {
        findings.add(first, Optional.empty(), name(item) + " holds " + entries.size() + " records");
        return;
      }
      List<RecordContent> contents = new ArrayList<>();
      for (int i = 0; i < entries.size(); i++) {
        contents.add(entry(first + i, entries.get(i), place(item, i), leaves, i));
      }
      columns(row, contents);
    } catch (BrokenLog e) {
      findings.add(first, Optional.empty(), name(item) + " cannot be read: " + e.getMessage());
    }
  }

  private static List<byte[]> entries(StoredRow row) {
    return switch (row.sealed().item().kind()) {
      case SEGMENT -> EntryBundle.unpack(row.contents().orElseThrow().octets());
      case RECORD -> List.of(row.contents().orElseThrow().octets());
    };
  }

  private static RecordPlace place(IntakeItem item, int index) {
    return new RecordPlace(item.kind(), item.epoch(), item.sequence(), index);
  }

  private RecordContent entry(
      long index, byte[] entry, RecordPlace expected, byte[] leaves, int position) {
    boolean sealed =
        java.util.Arrays.equals(
            hash.leaf(entry),
            0,
            MerkleHash.LENGTH,
            leaves,
            position * MerkleHash.LENGTH,
            (position + 1) * MerkleHash.LENGTH);
    EncodedRecord record;
    try {
      record = EncodedRecord.decode(entry);
    } catch (BrokenLog e) {
      findings.add(index, Optional.empty(), "was altered and cannot be read any more");
      throw e;
    }
    if (!sealed) {
      findings.add(index, Optional.of(record.content()), "was altered after it was sealed");
    }
    if (!record.place().equals(expected)) {
      findings.add(index, Optional.of(record.content()), "belongs to another place");
    }
    epochs.record(index, record.place(), record.content());
    vouchers.record(index, record.place(), record.content());
    return record.content();
  }

  private void columns(StoredRow row, List<RecordContent> contents) {
    Optional<String> problem =
        row.segment()
            .flatMap(segment -> RowCheck.problem(segment, contents))
            .or(() -> row.record().flatMap(record -> RowCheck.problem(record, contents.get(0))));
    problem.ifPresent(
        what -> findings.add(row.sealed().first(), Optional.of(contents.get(0)), what));
  }

  private static String name(IntakeItem item) {
    return switch (item.kind()) {
      case SEGMENT -> "segment " + item.sequence() + " of epoch " + item.epoch();
      case RECORD -> "business record " + item.sequence() + " of epoch " + item.epoch();
    };
  }

  private Optional<RecordContent> describe(long index) {
    try {
      return reader
          .rowAt(index)
          .filter(row -> row.contents().isPresent())
          .map(row -> entries(row).get((int) (index - row.sealed().first())))
          .map(entry -> EncodedRecord.decode(entry).content());
    } catch (BrokenLog | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The table of epochs must say what the epochs' own first records say. */
  private void checkWriters() {
    Map<Long, AuditWriter> writers = new HashMap<>();
    reader.writers().forEach(writer -> writers.put(writer.epoch(), writer));
    epochs
        .starts()
        .forEach(
            (number, start) -> {
              AuditWriter writer = writers.get(number);
              boolean fits =
                  writer != null
                      && writer.node().equals(start.node())
                      && HexFormat.of()
                          .formatHex(writer.keyCommitment().octets())
                          .equals(start.details().get("keyCommitment"));
              if (!fits) {
                findings.add(
                    epochs.startIndex(number),
                    Optional.of(start),
                    "the row of epoch " + number + " does not fit it");
              }
            });
  }

  private void checkTileCount() {
    if (reader.tileCount() != tree.tilesSeen()) {
      findings.add("there are " + reader.tileCount() + " tiles instead of " + tree.tilesSeen());
    }
  }

  /** Roots in order of size, so that the first one that differs bounds the first bad record. */
  private long checkRoots(List<SealedCheckpoint> checkpoints, List<CheckpointNote> notes) {
    List<TreeCheck.Remembered> remembered = new ArrayList<>();
    checkpoints.forEach(
        checkpoint ->
            remembered.add(
                new TreeCheck.Remembered(
                    checkpoint.size(),
                    checkpoint.root(),
                    "the checkpoint of size " + checkpoint.size())));
    NoteCheck noteCheck = new NoteCheck(findings, trusted, reader.signers());
    notes.forEach(note -> noteCheck.check(note).ifPresent(remembered::add));
    outside.ifPresent(
        checkpoint ->
            remembered.add(
                new TreeCheck.Remembered(
                    checkpoint.size(), checkpoint.root(), "the checkpoint kept outside")));
    remembered.sort(Comparator.comparing(TreeCheck.Remembered::size));
    long good = 0;
    for (TreeCheck.Remembered root : remembered) {
      good = tree.compare(root, good);
    }
    long last = checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).size();
    if (last != tree.size()) {
      findings.add(
          Math.min(last, tree.size()),
          describe(Math.min(last, tree.size())),
          "the last checkpoint has the size " + last + ", the log has " + tree.size());
    }
    outside.ifPresent(checkpoint -> demandSignatures(noteCheck, checkpoint));
    remark(noteCheck, notes);
    return noteCheck.signedSize();
  }

  /** A node keeps a signed checkpoint outside only after its note is in the database. */
  private void demandSignatures(NoteCheck noteCheck, Checkpoint checkpoint) {
    boolean signed = !keptOutside.orElseThrow().signatures().isEmpty();
    if (trusted.isPresent() && signed && noteCheck.signedSize() < checkpoint.size()) {
      findings.add(
          "a signed checkpoint of size "
              + checkpoint.size()
              + " is kept outside, the last good one in the log has the size "
              + noteCheck.signedSize());
    }
  }

  private void remark(NoteCheck noteCheck, List<CheckpointNote> notes) {
    if (trusted.isEmpty()) {
      remarks.add("signatures were not judged: no certificate of the management CA was given");
    } else if (notes.isEmpty()) {
      remarks.add("no checkpoint is signed yet: there is no audit key");
    } else if (noteCheck.signedSize() < tree.size()) {
      remarks.add(
          (tree.size() - noteCheck.signedSize()) + " records are not yet covered by a signature");
    }
    if (outside.isEmpty()) {
      remarks.add("no checkpoint kept outside was given: a cut-off end would not be noticed");
    }
  }

  /** Rows that entered beside the audit function have no place in the log. */
  private void checkUnsealed(List<SealedCheckpoint> checkpoints) {
    long low = checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).low();
    int[] waiting = {0};
    Map<AuditRecord, Long> records = reader.unsealedRecords();
    records.forEach(
        (record, transaction) ->
            unsealed(
                new IntakeItem(LeafKind.RECORD, record.epoch(), record.sequence(), 1, transaction),
                low,
                List.of(record.encoded().octets()),
                waiting));
    Map<AuditSegment, Long> segments = reader.unsealedSegments();
    segments.forEach(
        (segment, transaction) ->
            unsealed(
                new IntakeItem(
                    LeafKind.SEGMENT,
                    segment.epoch(),
                    segment.sequence(),
                    segment.count(),
                    transaction),
                low,
                unpacked(segment),
                waiting));
    if (waiting[0] > 0) {
      remarks.add(waiting[0] + " rows are not yet sealed");
    }
  }

  private static List<byte[]> unpacked(AuditSegment segment) {
    try {
      return EntryBundle.unpack(segment.data().octets());
    } catch (BrokenLog e) {
      return List.of();
    }
  }

  private void unsealed(IntakeItem item, long low, List<byte[]> entries, int[] waiting) {
    Optional<RecordContent> content = Optional.empty();
    boolean readable = false;
    try {
      if (!entries.isEmpty()) {
        EncodedRecord record = EncodedRecord.decode(entries.get(0));
        content = Optional.of(record.content());
        readable = record.place().equals(place(item, 0));
      }
    } catch (BrokenLog e) {
      readable = false;
    }
    if (readable && item.transaction() >= low && !epochs.hasStopped(item.epoch())) {
      waiting[0]++;
    } else {
      findings.add(
          new Finding(
              Optional.empty(),
              content,
              name(item) + " was inserted by somebody else: the log never took it"));
    }
  }
}
