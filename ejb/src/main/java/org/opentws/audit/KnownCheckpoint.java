package org.opentws.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;

/**
 * The last checkpoint that this node knows, in a file outside the database (AA7.1): whoever sets
 * the database back or cuts the end of the log off does not reach it.
 */
final class KnownCheckpoint {
  private static final String NAME = "checkpoint";

  private final Path file;

  KnownCheckpoint(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("the state directory of the audit function", e);
    }
    file = directory.resolve(NAME);
  }

  /** Empty before the first. */
  Optional<Checkpoint> read() {
    return note().map(note -> Checkpoint.parse(note.text()));
  }

  /** The same with its signatures. */
  Optional<SignedNote> note() {
    try {
      return Files.exists(file)
          ? Optional.of(SignedNote.parse(Files.readString(file, StandardCharsets.UTF_8)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the last known checkpoint cannot be read", e);
    }
  }

  /** Replaces it; a crash leaves the old one or the new one. */
  void write(SignedNote note) {
    Path next = file.resolveSibling(NAME + ".next");
    try {
      Files.writeString(next, note.encoded(), StandardCharsets.UTF_8);
      try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("the last known checkpoint cannot be kept", e);
    }
  }
}
