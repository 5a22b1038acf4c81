package org.opentws.hsm.token;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.opentws.hsm.HsmUnavailable;

/** The PIN, read anew at each login and wiped after it (KM6.1). */
final class PinFile implements AutoCloseable {
  private static final int OCTETS_MAX = 256;
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private final char[] pin;
  private final byte[] fingerprint;

  private PinFile(char[] pin, byte[] fingerprint) {
    this.pin = pin;
    this.fingerprint = fingerprint;
  }

  /**
   * @throws HsmUnavailable no such file, empty, too long, or readable by others
   */
  static PinFile read(Path file) {
    byte[] octets;
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new HsmUnavailable("PIN file " + file + " must have mode 0600");
      }
      if (Files.size(file) > OCTETS_MAX) {
        throw new HsmUnavailable("PIN file " + file + " holds more than a PIN");
      }
      octets = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new HsmUnavailable("PIN file " + file + " cannot be read", e);
    }
    try {
      return new PinFile(characters(file, octets), digest(octets));
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  private static char[] characters(Path file, byte[] octets) {
    int end = octets.length;
    while (end > 0 && (octets[end - 1] == '\n' || octets[end - 1] == '\r')) {
      end--;
    }
    if (end == 0) {
      throw new HsmUnavailable("PIN file " + file + " is empty");
    }
    var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, end));
    char[] pin = new char[decoded.remaining()];
    decoded.get(pin);
    Arrays.fill(decoded.array(), '\0');
    return pin;
  }

  private static byte[] digest(byte[] octets) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Wiped by {@link #close}. */
  char[] pin() {
    return pin;
  }

  /** Tells one PIN from another without keeping either. */
  byte[] fingerprint() {
    return fingerprint.clone();
  }

  @Override
  public void close() {
    Arrays.fill(pin, '\0');
  }
}
