package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.SealedCheckpoint;

/**
 * Whether the roots that checkpoints, signed notes and the outside remember are those of the log.
 */
final class RootCheck {
  private final Findings findings;
  private final TreeCheck tree;
  private final Optional<TrustedSigners> trusted;
  private final Optional<SignedNote> keptOutside;
  private final Optional<Checkpoint> outside;
  private List<SealedCheckpoint> checkpoints = List.of();
  private List<CheckpointNote> notes = List.of();

  RootCheck(
      Findings findings,
      TreeCheck tree,
      Optional<TrustedSigners> trusted,
      Optional<SignedNote> keptOutside) {
    this.findings = findings;
    this.tree = tree;
    this.trusted = trusted;
    this.keptOutside = keptOutside;
    this.outside = keptOutside.map(note -> Checkpoint.parse(note.text()));
  }

  /** Before any leaf is appended. */
  void read(AuditLogReader reader, long from) {
    checkpoints = reader.checkpoints(from);
    notes = reader.notes(from);
    checkpoints.forEach(checkpoint -> tree.remember(checkpoint.size()));
    notes.forEach(note -> tree.remember(note.size()));
    outside.ifPresent(checkpoint -> tree.remember(checkpoint.size()));
  }

  /** The signed notes that were read. */
  List<CheckpointNote> notes() {
    return List.copyOf(notes);
  }

  /** Transactions below it had ended when the last checkpoint was made. */
  long low() {
    return checkpoints.isEmpty() ? 0 : checkpoints.get(checkpoints.size() - 1).low();
  }

  /**
   * Roots in order of size, so that the first one that differs bounds the first bad record.
   *
   * @param good size up to which the log is known to be right
   * @return records covered by a verified signature
   */
  long compare(AuditLogReader reader, long good, List<String> remarks) {
    List<TreeCheck.Remembered> remembered = new ArrayList<>();
    for (SealedCheckpoint checkpoint : checkpoints) {
      remembered.add(
          new TreeCheck.Remembered(
              checkpoint.size(), checkpoint.root(), "the checkpoint of size " + checkpoint.size()));
    }
    NoteCheck noteCheck = new NoteCheck(findings, trusted, reader.signers());
    notes.forEach(note -> noteCheck.check(note).ifPresent(remembered::add));
    outside
        .filter(checkpoint -> checkpoint.size() >= good)
        .ifPresent(
            checkpoint ->
                remembered.add(
                    new TreeCheck.Remembered(
                        checkpoint.size(), checkpoint.root(), "the checkpoint kept outside")));
    remembered.sort(Comparator.comparing(TreeCheck.Remembered::size));
    long reached = good;
    for (TreeCheck.Remembered root : remembered) {
      reached = tree.compare(root, reached);
    }
    demandEnd(good);
    outside.ifPresent(checkpoint -> demandSignatures(noteCheck, checkpoint));
    remark(noteCheck, remarks);
    return noteCheck.signedSize();
  }

  private void demandEnd(long good) {
    long last = checkpoints.isEmpty() ? good : checkpoints.get(checkpoints.size() - 1).size();
    if (last != tree.size()) {
      long index = Math.min(last, tree.size());
      findings.add(
          index,
          tree.describe(index),
          "the last checkpoint has the size " + last + ", the log has " + tree.size());
    }
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

  private void remark(NoteCheck noteCheck, List<String> remarks) {
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
}
