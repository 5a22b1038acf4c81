package org.opentws.audit;

import java.nio.file.Path;
import java.util.Optional;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;

/**
 * The last checkpoint that this node knows, in a file outside the database (AA7.1): whoever sets
 * the database back or cuts the end of the log off does not reach it.
 */
public final class KnownCheckpoint {
  private final StateFile file;

  private KnownCheckpoint(StateFile file) {
    this.file = file;
  }

  /** The last one that this node sealed or saw sealed. */
  static KnownCheckpoint sealed(Path directory) {
    return new KnownCheckpoint(new StateFile(directory, "checkpoint"));
  }

  /** The last one up to which a verification found the log right. */
  static KnownCheckpoint verified(Path directory) {
    return new KnownCheckpoint(new StateFile(directory, "verified"));
  }

  /** The last one that outside witnesses have cosigned. */
  public static KnownCheckpoint cosigned(Path directory) {
    return new KnownCheckpoint(new StateFile(directory, "cosigned"));
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
  public void write(SignedNote note) {
    file.write(note.encoded());
  }
}
