package org.opentws.audit;

import java.nio.file.Path;
import java.util.Optional;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;

/**
 * The last checkpoint that this node knows, in a file outside the database (AA7.1): whoever sets
 * the database back or cuts the end of the log off does not reach it.
 */
final class KnownCheckpoint {
  private final StateFile file;

  KnownCheckpoint(Path directory) {
    file = new StateFile(directory, "checkpoint");
  }

  /** Empty before the first. */
  Optional<Checkpoint> read() {
    return note().map(note -> Checkpoint.parse(note.text()));
  }

  /** The same with its signatures. */
  Optional<SignedNote> note() {
    return file.read().map(SignedNote::parse);
  }

  /** Replaces it; a crash leaves the old one or the new one. */
  void write(SignedNote note) {
    file.write(note.encoded());
  }
}
