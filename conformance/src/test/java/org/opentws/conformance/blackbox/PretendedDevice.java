package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * A library of its own for the second node, by which SoftHSM's tokens can say that they are another
 * maker's: what nobody evaluated must not pass for evaluated outside of a check.
 */
final class PretendedDevice {
  static final String MAKER = "Example Devices";
  static final String MODEL = "Box 5";

  private final Path folder;

  PretendedDevice(RunningSystem system, Path run) {
    Path fault = Path.of(system.node("tokens").get("tsp").get("library").asText());
    folder = run.resolve("pretended-device");
    try {
      Files.createDirectories(folder);
      for (String file : List.of("fault11.so", "library")) {
        Files.copy(
            fault.resolveSibling(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path library() {
    return folder.resolve("fault11.so");
  }

  /** The token says that it is the maker's. */
  void pretend(String token) {
    try {
      Path made = Files.writeString(folder.resolve("made"), MAKER + "\n" + MODEL + "\n");
      Files.move(made, identity(token), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The token says what it is: SoftHSM. */
  void confess(String token) {
    try {
      Files.delete(identity(token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One token alone breaks: removed, hang or error. */
  void fault(String kind, String token) {
    try {
      Files.createFile(folder.resolve(kind + "-" + token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All tokens are well again. */
  void well(List<String> tokens) {
    try {
      for (String token : tokens) {
        for (String kind : List.of("removed", "hang", "error")) {
          Files.deleteIfExists(folder.resolve(kind + "-" + token));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path identity(String token) {
    return folder.resolve("identity-" + token);
  }
}
