package org.opentws.audit.verify;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.StoredEdge;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.format.WitnessKey;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.AuditWriter;
import org.opentws.audit.store.IntakeItem;
import org.opentws.audit.store.StoredRow;

/**
 * Verifies the log in the database, trusting nothing in it: from the first record to the last, or
 * from a checkpoint that the caller trusts.
 */
public final class LogVerifier {
  private final AuditLogReader reader;
  private final Findings findings = new Findings();
  private final List<String> remarks = new ArrayList<>();
  private final EpochCheck epochs = new EpochCheck(findings);
  private final PersonalCheck personal = new PersonalCheck(findings);
  private final VoucherCheck vouchers;
  private final IndexCheck index;
  private final EntryCheck entries;
  private final TreeCheck tree;
  private final RootCheck roots;
  private List<WitnessKey> witnesses = List.of();
  private List<X509Certificate> stampAuthorities = List.of();

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
    this.index = new IndexCheck(findings, reader::block);
    this.vouchers = new VoucherCheck(findings, trusted, reader.signers());
    this.entries = new EntryCheck(findings, epochs, vouchers, personal, index);
    this.tree = new TreeCheck(findings, reader::tile, this::describe);
    this.roots = new RootCheck(findings, tree, trusted, outside);
  }

  /** The key of the epoch that is being written: known to its own node alone. */
  public LogVerifier knowing(long epoch, EpochKey key) {
    epochs.disclosed(epoch, key);
    return this;
  }

  /** Whose cosignatures are judged; without a call nobody's are. */
  public LogVerifier witnessedBy(List<WitnessKey> keys) {
    witnesses = List.copyOf(keys);
    return this;
  }

  /** Whose time-stamps of checkpoints are trusted; without a call only whether they hold. */
  public LogVerifier stampedBy(List<X509Certificate> authorities) {
    stampAuthorities = List.copyOf(authorities);
    return this;
  }

  /** Everything, from the first record. */
  public VerificationReport verify() {
    roots.read(reader, 0);
    readDisclosedKeys();
    reader.rows(0, this::row);
    checkTileCount();
    return finish(0);
  }

  /**
   * Only what came after a checkpoint; what it covers is believed as it was verified then. The cost
   * is that of the new records alone.
   *
   * @param since kept since an earlier verification
   * @throws BrokenLog {@code since} is no checkpoint
   */
  public VerificationReport verifySince(SignedNote since) {
    Checkpoint start = Checkpoint.parse(since.text());
    remarks.add("only the records from " + start.size() + " on were verified");
    Optional<TreeEdge> edge = edgeAt(start);
    if (edge.isEmpty()) {
      return new VerificationReport(reader.size(), 0, findings.all(), remarks);
    }
    roots.read(reader, start.size());
    tree.begin(edge.get());
    readDisclosedKeys();
    epochs.begunBefore(reader.epochsBefore(start.size()));
    reader.segmentsWith(
        AuditEventType.AUDIT_EPOCH_VOUCHED.code(), start.size(), this::vouchedBefore);
    reader.rows(start.size(), this::row);
    return finish(start.size());
  }

  /** Vouchers prove themselves by their signature: of the records before only they are read. */
  private void vouchedBefore(StoredRow row) {
    try {
      for (byte[] entry : EntryCheck.entries(row)) {
        EncodedRecord record = EncodedRecord.decode(entry);
        vouchers.recordBefore(row.sealed().first(), record.place(), record.content());
      }
    } catch (BrokenLog e) {
      findings.add(row.sealed().first(), Optional.empty(), "cannot be read: " + e.getMessage());
    }
  }

  private Optional<TreeEdge> edgeAt(Checkpoint start) {
    try {
      TreeEdge edge = new StoredEdge(reader.tree()).at(start.size());
      if (Arrays.equals(edge.root(), start.root().octets())) {
        return Optional.of(edge);
      }
      findings.add("the first " + start.size() + " records are not those of the checkpoint");
    } catch (BrokenLog e) {
      findings.add("the checkpoint to begin from: " + e.getMessage());
    }
    return Optional.empty();
  }

  private VerificationReport finish(long from) {
    epochs.finish(remarks);
    vouchers.finish(remarks);
    index.finish(reader.lastBlock(), reader.blockCount());
    checkWriters();
    long signed = roots.compare(reader, from, remarks);
    WitnessCheck cosigned = new WitnessCheck(findings, witnesses);
    cosigned.check(roots.notes(), reader.cosignatures(from));
    cosigned.finish(remarks);
    StampCheck stamped = new StampCheck(findings, stampAuthorities);
    reader.stamps(from).forEach(s -> stamped.check(s.note().size(), s.note().note(), s.token()));
    stamped.finish(remarks);
    new UnsealedCheck(findings, epochs, roots.low(), personal::waiting).check(reader, remarks);
    personal.finish(remarks);
    return new VerificationReport(tree.size(), signed, findings.all(), remarks);
  }

  /** An epoch discloses its key in its last record; needed before its first is read. */
  private void readDisclosedKeys() {
    for (AuditWriter writer : reader.writers()) {
      try {
        reader
            .lastSegment(writer.epoch())
            .map(segment -> EntryBundle.unpack(segment.data().octets()))
            .filter(found -> !found.isEmpty())
            .map(found -> EncodedRecord.decode(found.get(found.size() - 1)).content())
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
      leaves = Arrays.copyOf(leaves, item.count() * MerkleHash.LENGTH);
    }
    entries.row(row, leaves);
    for (int at = 0; at < leaves.length; at += MerkleHash.LENGTH) {
      tree.append(Arrays.copyOfRange(leaves, at, at + MerkleHash.LENGTH));
    }
  }

  private Optional<RecordContent> describe(long index) {
    try {
      return reader
          .rowAt(index)
          .filter(row -> row.contents().isPresent())
          .map(row -> EntryCheck.entries(row).get((int) (index - row.sealed().first())))
          .map(entry -> EncodedRecord.decode(entry).content());
    } catch (BrokenLog | IndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  /** The table of epochs must say what the epochs' own first records say. */
  private void checkWriters() {
    Map<Long, AuditWriter> writers = new HashMap<>();
    reader.writers().forEach(writer -> writers.put(writer.epoch(), writer));
    epochs.starts().forEach((number, start) -> checkWriter(number, start, writers.get(number)));
  }

  private void checkWriter(
      long number, RecordContent start, @org.jspecify.annotations.Nullable AuditWriter writer) {
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
  }

  private void checkTileCount() {
    if (reader.tileCount() != tree.tilesSeen()) {
      findings.add("there are " + reader.tileCount() + " tiles instead of " + tree.tilesSeen());
    }
  }
}
