package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenInitialisation;

/** Steps after which nobody can use the keys of this place any more (KM5.2, KM5.4). */
final class DestructionActions {
  static final String HOLDERS = "holders";
  private static final String ERASING = "erasing files";
  private static final int PIECE_OCTETS = 64 * 1024;

  private DestructionActions() {}

  /**
   * token, and secrets (the directory with {token}.so-pin) or holders[{account, directory}]: every
   * key is destroyed by the device, then the token is made empty, backup key and all. An earlier
   * step opened it.
   */
  static Map<String, Object> destroyToken(Ceremony ceremony, StepParameters with) {
    String name = with.text("token");
    // Before anything is destroyed: a wrong share ends the ceremony while all is still there.
    char[] soPin = soPin(with);
    try {
      List<Map<String, Object>> keys = destroyedKeys(ceremony.token(name));
      ceremony.endUse(name, keys);
      TokenInitialisation.erase(ceremony.library(), name, soPin);
      return Map.of("token", name, "keysDestroyed", keys.size(), "emptied", true);
    } finally {
      Arrays.fill(soPin, '\0');
    }
  }

  private static List<Map<String, Object>> destroyedKeys(TokenAccess token) {
    List<Map<String, Object>> keys = new ArrayList<>();
    for (String label : token.keyLabels().stream().sorted().toList()) {
      keys.add(KeyEntry.of(token, label));
      token.destroy(label);
    }
    if (!token.keyLabels().isEmpty()) {
      throw new CeremonyFailure("the token still has keys: " + token.keyLabels());
    }
    return keys;
  }

  private static char[] soPin(StepParameters with) {
    if (with.values().containsKey(HOLDERS)) {
      return ShareActions.soPin(with);
    }
    return SecretFiles.read(with.path("secrets").resolve(with.text("token") + ".so-pin"))
        .strip()
        .toCharArray();
  }

  /**
   * below[]: every file below these directories is overwritten with random octets, on the disk, and
   * then removed. What is a medium of its own (paper, backups) is not reached from here.
   */
  static Map<String, Object> eraseFiles(Ceremony ceremony, StepParameters with) {
    Map<String, Object> erased = new LinkedHashMap<>();
    ceremony.progress().noted(ERASING).ifPresent(erased::putAll);
    List<Path> files =
        with.texts("below").stream().flatMap(each -> files(Path.of(each)).stream()).toList();
    files.forEach(file -> erased.put(file.toString(), octets(file)));
    // What is about to go stands on the disk before it goes.
    ceremony.progress().note(ERASING, erased);
    files.forEach(DestructionActions::overwrite);
    return Map.of(
        "files",
        erased.entrySet().stream()
            .map(file -> Map.of("file", file.getKey(), "octets", file.getValue()))
            .toList());
  }

  private static long octets(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot look at " + file, e);
    }
  }

  private static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new CeremonyFailure("cannot look into " + directory, e);
    }
  }

  // A crash between the two leaves a file of random octets: another run removes it.
  private static void overwrite(Path file) {
    long octets = octets(file);
    try {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        for (long at = 0; at < octets; at += PIECE_OCTETS) {
          int length = (int) Math.min(PIECE_OCTETS, octets - at);
          ByteBuffer piece = ByteBuffer.wrap(SecretFiles.randomOctets(length));
          while (piece.hasRemaining()) {
            channel.write(piece);
          }
        }
        channel.force(true);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot erase " + file, e);
    }
  }
}
