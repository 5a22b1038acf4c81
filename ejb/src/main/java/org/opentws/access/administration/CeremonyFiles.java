package org.opentws.access.administration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Documents as ceremonies write them: NAME.json, and its signature NAME.p7s beside it. */
final class CeremonyFiles {
  private static final String DOCUMENT = ".json";

  private CeremonyFiles() {}

  /** The documents in a folder, in the order of their names; none if there is no such folder. */
  static List<Path> documents(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(DOCUMENT)).sorted().toList();
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + folder, e);
    }
  }

  static Path signatureOf(Path document) {
    String name = String.valueOf(document.getFileName());
    return document.resolveSibling(name.replaceFirst("\\.json$", "") + ".p7s");
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }
}
