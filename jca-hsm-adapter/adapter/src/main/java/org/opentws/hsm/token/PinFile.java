package org.opentws.hsm.token;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.opentws.hsm.HsmUnavailable;

/** A PIN in a file, for ceremonies and tests: mode 0600 or refused. */
final class PinFile extends PinSource {
  private static final int OCTETS_MAX = 256;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final Path file;

  PinFile(Path file) {
    this.file = file;
  }

  @Override
  Pin read() {
    byte[] octets = content();
    try {
      int end = octets.length;
      while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
        end--;
      }
      if (end == 0) {
        throw new HsmUnavailable("PIN file " + file + " is empty");
      }
      return new Pin(Pin.characters(octets, end));
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private byte[] content() {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new HsmUnavailable("PIN file " + file + " must have mode 0600");
      }
      if (Files.size(file) > OCTETS_MAX) {
        throw new HsmUnavailable("PIN file " + file + " holds more than a PIN");
      }
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new HsmUnavailable("PIN file " + file + " cannot be read", e);
    }
  }
}
