package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.opentws.conformance.Evidence;

/**
 * Every file of the server, the database and the devices that changed since this began, the
 * database's journal above all: nothing is stored that does not pass through it.
 */
final class WrittenFiles {
  /**
   * Of the demo: what persons have on paper or in devices of their own, and the launcher's store.
   */
  private static final List<String> PERSONAL = List.of("demo", "secrets");

  private final Path run;
  private final Instant begin = Instant.now().minusSeconds(1);

  WrittenFiles(Node node) {
    run = node.run();
  }

  /** What the search finds, and in which file. */
  List<String> holding(OctetSearch search) throws IOException {
    List<Path> files = all();
    if (files.stream().noneMatch(file -> file.toString().contains("/pg_wal/"))) {
      throw new IllegalStateException("the database's journal is not among " + files);
    }
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      search.in(file).forEach(name -> found.add(name + " in " + file));
    }
    Evidence.note(files.size() + " files written since " + begin + " were searched");
    return found;
  }

  private List<Path> all() throws IOException {
    List<Path> written = new ArrayList<>();
    try (Stream<Path> parts = Files.list(run)) {
      for (Path part : parts.filter(Files::isDirectory).toList()) {
        if (!PERSONAL.contains(String.valueOf(part.getFileName()))) {
          written.addAll(below(part));
        }
      }
    }
    return written;
  }

  /** A folder that is removed while it is walked through is walked through once more. */
  private List<Path> below(Path part) throws IOException {
    for (int attempt = 0; attempt < 10; attempt++) {
      try (Stream<Path> files = Files.walk(part)) {
        return files.filter(Files::isRegularFile).filter(this::isNew).toList();
      } catch (UncheckedIOException e) {
        Evidence.note("changed meanwhile: " + e.getMessage());
      }
    }
    throw new IOException("never stands still: " + part);
  }

  private boolean isNew(Path file) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(begin);
    } catch (IOException e) {
      return false;
    }
  }
}
