package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Files as a ceremony writes them: secrets for their owner only, nothing ever replaced unasked. */
final class SecretFiles {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECRET_OCTETS = 18;

  private SecretFiles() {}

  /** 144 random bits as 24 characters that can be typed. */
  static String newSecret() {
    byte[] octets = new byte[SECRET_OCTETS];
    RANDOM.nextBytes(octets);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
  }

  static SecureRandom random() {
    return RANDOM;
  }

  /** A small file of text. */
  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot read " + file, e);
    }
  }

  static byte[] randomOctets(int count) {
    byte[] octets = new byte[count];
    RANDOM.nextBytes(octets);
    return octets;
  }

  /** Mode 0600 from the first moment; an existing file is an error. */
  static void writeSecret(Path file, byte[] content) {
    try {
      parent(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot write " + file + " (is it there already?)", e);
    }
  }

  static void writeSecret(Path file, String content) {
    writeSecret(file, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Public content, complete or not at all. */
  static void writePublic(Path file, byte[] content) {
    try {
      Path directory = parent(file);
      Path unfinished = Files.createTempFile(directory, ".ceremony", ".tmp");
      Files.write(unfinished, content);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot write " + file, e);
    }
  }

  static void makePrivateDirectory(Path directory) {
    try {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new CeremonyFailure("cannot make directory " + directory, e);
    }
  }

  /** The directory of a file, made if it is not there. */
  private static Path parent(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory == null) {
      throw new IOException(file + " is not a file");
    }
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }
    return directory;
  }
}
