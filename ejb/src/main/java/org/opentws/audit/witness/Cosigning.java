package org.opentws.audit.witness;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.Witness;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.Cosignature;
import org.opentws.value.Der;

/** Asks one witness to cosign the newest checkpoint (C2SP tlog-witness, add-checkpoint). */
final class Cosigning {
  private static final String CALL = "/add-checkpoint";
  private static final int OK = 200;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  /** How far a witness's clock may be before ours. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(5);

  private final WitnessedLog log;
  private final WitnessPost way;

  Cosigning(WitnessedLog log, WitnessPost way) {
    this.log = log;
    this.way = way;
  }

  /** A cosignature that was kept, and the checkpoint that it stands under. */
  record Done(SignedNote checkpoint, Instant cosignedAt) {}

  /**
   * Once.
   *
   * @param now time of this system
   * @return empty if this witness has cosigned the newest checkpoint already
   */
  Optional<Done> round(Witness witness, Instant now) throws WitnessFailed {
    Optional<SignedNote> newest = log.newest();
    long cosigned = log.cosignedBy(witness.key().id());
    if (newest.isEmpty() || sizeOf(newest.get()) <= cosigned) {
      return Optional.empty();
    }
    WitnessPost.Answer answer = submit(witness, cosigned, newest.get());
    if (answer.status() == CONFLICT) {
      long theirs = theirSize(answer);
      // Another node of ours may have been there since: what it sent is in the database.
      newest = log.newest().filter(note -> sizeOf(note) >= theirs);
      if (newest.isEmpty()) {
        throw WitnessFailed.disagrees(
            "the witness has cosigned this log with " + theirs + " records; it is shorter now");
      }
      answer = submit(witness, theirs, newest.get());
    }
    return Optional.of(accept(witness, newest.get(), answer, now));
  }

  private WitnessPost.Answer submit(Witness witness, long old, SignedNote note)
      throws WitnessFailed {
    long size = sizeOf(note);
    List<byte[]> proof = old == 0 || old >= size ? List.of() : log.consistency(old, size);
    StringBuilder body = new StringBuilder("old ").append(old).append('\n');
    proof.forEach(hash -> body.append(Base64.getEncoder().encodeToString(hash)).append('\n'));
    body.append('\n').append(note.encoded());
    try {
      return way.post(URI.create(witness.prefix() + CALL), body.toString());
    } catch (IOException e) {
      throw WitnessFailed.silent("it cannot be reached: " + e);
    }
  }

  private static long theirSize(WitnessPost.Answer answer) throws WitnessFailed {
    String size = answer.body().replaceFirst("\n$", "");
    if (!size.matches("0|[1-9][0-9]{0,17}")) {
      throw WitnessFailed.silent("it answered 409 without its size");
    }
    return Long.parseLong(size);
  }

  private Done accept(Witness witness, SignedNote note, WitnessPost.Answer answer, Instant now)
      throws WitnessFailed {
    switch (answer.status()) {
      case OK -> {
        return keep(witness, note, answer.body(), now);
      }
      case UNPROCESSABLE ->
          throw WitnessFailed.disagrees(
              "the checkpoint of size " + sizeOf(note) + " does not continue what it has seen");
      case CONFLICT ->
          throw WitnessFailed.disagrees(
              "it has seen another tree of the size " + sizeOf(note) + ", or changes its mind");
      case NOT_FOUND -> throw WitnessFailed.silent("it does not know this log");
      case FORBIDDEN -> throw WitnessFailed.silent("it does not believe the log's signature");
      default -> throw WitnessFailed.silent("it answered " + answer.status());
    }
  }

  private Done keep(Witness witness, SignedNote note, String lines, Instant now)
      throws WitnessFailed {
    for (SignedNote.Signature signature : signatures(note, lines)) {
      if (witness.key().isOf(signature)) {
        Optional<Instant> at = witness.key().cosigned(note.text(), signature.value());
        if (at.isEmpty() || at.get().isAfter(now.plus(AHEAD_MAX))) {
          throw WitnessFailed.silent("its cosignature is wrong, or of a time to come");
        }
        Der id = witness.key().id();
        log.keep(new Cosignature(sizeOf(note), id, witness.key().name(), signature.value(), now));
        return new Done(note, at.get());
      }
    }
    throw WitnessFailed.silent("it answered without a cosignature of its key");
  }

  /** Those of keys that we do not know are among them: they count for nothing. */
  private static List<SignedNote.Signature> signatures(SignedNote note, String lines)
      throws WitnessFailed {
    try {
      return SignedNote.parse(note.text() + "\n" + lines).signatures();
    } catch (BrokenLog e) {
      throw WitnessFailed.silent("its answer cannot be read");
    }
  }

  private static long sizeOf(SignedNote note) {
    return Checkpoint.parse(note.text()).size();
  }
}
