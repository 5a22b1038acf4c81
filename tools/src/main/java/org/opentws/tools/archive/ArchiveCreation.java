package org.opentws.tools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import org.opentws.tools.rest.CallFailure;
import org.opentws.tools.rest.Connection;

/** {@code ./tws archive create}: asks a running server, as a System Operator. */
final class ArchiveCreation {
  private static final List<String> NEEDED = List.of("server", "trust", "key", "password-file");

  private ArchiveCreation() {}

  /** The exit code; everything is said on {@code out}. */
  static int run(Map<String, String> options, PrintStream out) throws IOException {
    if (!options.keySet().containsAll(NEEDED)) {
      out.println("create needs --" + String.join(", --", NEEDED));
      return ArchiveTool.USAGE;
    }
    try {
      Connection.Server server =
          new Connection.Server(
              options.getOrDefault("server", ""), Path.of(options.getOrDefault("trust", "")));
      String password =
          Files.readAllLines(
                  Path.of(options.getOrDefault("password-file", "")), StandardCharsets.UTF_8)
              .get(0);
      JsonNode made =
          Connection.officer(server, Path.of(options.getOrDefault("key", "")), password)
              .post("/archives", Map.of());
      out.println(
          "Archive %d: %d entries, from %s to %s, %d octets, SHA-256 %s, to be kept until %s"
              .formatted(
                  made.path("number").asLong(),
                  made.path("entries").asLong(),
                  made.path("from").asText(),
                  made.path("to").asText(),
                  made.path("octets").asLong(),
                  made.path("sha256").asText(),
                  made.path("keepUntil").asText()));
      return ArchiveTool.INTACT;
    } catch (CallFailure | GeneralSecurityException e) {
      out.println("No archive was made: " + e.getMessage());
      return ArchiveTool.BROKEN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ArchiveTool.BROKEN;
    }
  }
}
