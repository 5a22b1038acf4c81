package org.opentws.audit.verify;

import java.util.Map;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.value.Der;

/** Verifies signed notes and takes from them the roots that they vouch for. */
final class NoteCheck {
  private final Findings findings;
  private final Optional<TrustedSigners> trusted;
  private final Map<Der, Der> certificates;
  private long signedSize;

  NoteCheck(Findings findings, Optional<TrustedSigners> trusted, Map<Der, Der> certificates) {
    this.findings = findings;
    this.trusted = trusted;
    this.certificates = certificates;
  }

  Optional<TreeCheck.Remembered> check(CheckpointNote row) {
    try {
      SignedNote note = SignedNote.parse(row.note());
      Checkpoint checkpoint = Checkpoint.parse(note.text());
      Optional<String> problem =
          trusted.flatMap(signers -> signers.problem(note, certificates, row.at()));
      if (problem.isEmpty() && checkpoint.size() != row.size()) {
        problem = Optional.of("it is of another size");
      }
      if (problem.isPresent()) {
        findings.add("the signed checkpoint of size " + row.size() + ": " + problem.get());
        return Optional.empty();
      }
      signedSize = trusted.isPresent() ? row.size() : 0;
      return Optional.of(
          new TreeCheck.Remembered(
              row.size(), checkpoint.root(), "the signed checkpoint of size " + row.size()));
    } catch (BrokenLog e) {
      findings.add("the signed checkpoint of size " + row.size() + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  long signedSize() {
    return signedSize;
  }
}
