package org.opentws.audit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.opentws.value.Sha256;

/**
 * The programs that this node runs, as they lie on its disk: the deployed application, and the
 * server's modules. Changed behind our back they would do what somebody else wants (AA6.1).
 */
final class InstalledPrograms {
  private final Path deployments;
  private final Path modules;

  /**
   * Of a server.
   *
   * @param base directory with the deployments
   * @param home directory with the modules
   */
  InstalledPrograms(Path base, Path home) {
    deployments = base.resolve("deployments");
    modules = home.resolve("modules");
  }

  /** SHA-256 of the application, and one over all modules; by name. */
  SortedMap<String, String> digests() throws IOException {
    SortedMap<String, String> digests = new TreeMap<>();
    for (Path archive : archives(deployments)) {
      digests.put("program:" + archive.getFileName(), HexFormat.of().formatHex(digest(archive)));
    }
    MessageDigest all = Sha256.digest();
    for (Path archive : archives(modules)) {
      all.update(
          modules.relativize(archive).toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
      all.update(digest(archive));
    }
    digests.put("program:server-modules", HexFormat.of().formatHex(all.digest()));
    return digests;
  }

  /**
   * A text that differs when any of these files was written, replaced, added or removed; cheap. The
   * change time of a file is the file system's own, nobody but it can set it.
   */
  String traces() throws IOException {
    StringBuilder traces = new StringBuilder();
    for (Path directory : List.of(deployments, modules)) {
      for (Path archive : archives(directory)) {
        traces
            .append(archive)
            .append(' ')
            .append(Files.getAttribute(archive, "unix:ino"))
            .append(' ')
            .append(Files.getAttribute(archive, "unix:ctime"))
            .append('\n');
      }
    }
    return traces.toString();
  }

  private static List<Path> archives(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> file.toString().matches(".*\\.(jar|ear|war|rar|so)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    }
  }

  private static byte[] digest(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return digest.digest();
  }
}
