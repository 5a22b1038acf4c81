package org.opentws.audit.verify;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.WitnessKey;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.Cosignature;

/** Whether cosignatures are those of the witnesses that the caller knows. */
final class WitnessCheck {
  private record Seen(long size, Instant at) {}

  private final Findings findings;
  private final List<WitnessKey> witnesses;
  private final Map<WitnessKey, Seen> last = new HashMap<>();
  private final Set<String> strangers = new HashSet<>();

  WitnessCheck(Findings findings, List<WitnessKey> witnesses) {
    this.findings = findings;
    this.witnesses = List.copyOf(witnesses);
  }

  /** Each cosignature stands under the note of its size. */
  void check(List<CheckpointNote> notes, List<Cosignature> cosignatures) {
    Map<Long, String> texts = new HashMap<>();
    notes.forEach(note -> textOf(note).ifPresent(text -> texts.put(note.size(), text)));
    for (Cosignature one : cosignatures) {
      check(
          texts.getOrDefault(one.size(), ""),
          one.size(),
          new SignedNote.Signature(one.name(), one.keyId(), one.value()));
    }
  }

  private static Optional<String> textOf(CheckpointNote note) {
    try {
      return Optional.of(SignedNote.parse(note.note()).text());
    } catch (BrokenLog e) {
      // Found, and told of, where notes are judged.
      return Optional.empty();
    }
  }

  /** All signatures of a note but those of the log itself. */
  void check(SignedNote note) {
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    note.signatures().stream()
        .filter(signature -> !signature.name().equals(checkpoint.origin()))
        .forEach(signature -> check(note.text(), checkpoint.size(), signature));
  }

  private void check(String text, long size, SignedNote.Signature signature) {
    Optional<WitnessKey> witness =
        witnesses.stream().filter(one -> one.isOf(signature)).findFirst();
    if (witness.isEmpty()) {
      strangers.add(signature.name());
      return;
    }
    Optional<Instant> at = witness.get().cosigned(text, signature.value());
    if (at.isEmpty()) {
      findings.add(
          "the cosignature of "
              + signature.name()
              + " under the checkpoint of size "
              + size
              + " is wrong");
      return;
    }
    Seen seen = last.get(witness.get());
    if (seen == null || seen.size() <= size) {
      last.put(witness.get(), new Seen(size, at.get()));
    }
  }

  void finish(List<String> remarks) {
    for (WitnessKey witness : witnesses) {
      Seen seen = last.get(witness);
      remarks.add(
          seen == null
              ? "the witness " + witness.name() + " has cosigned nothing of this"
              : "the first %d records were cosigned by %s at %s"
                  .formatted(seen.size(), witness.name(), seen.at()));
    }
    strangers.forEach(
        name -> remarks.add("cosignatures of " + name + " were not judged: its key is not known"));
  }
}
