package org.opentws.value;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256; as text, it is lower-case hex, 64 digits. */
public final class Sha256 {
  private static final int BUFFER_OCTETS = 1 << 16;

  private Sha256() {}

  /** A new one, of nothing yet. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** 32 octets. */
  public static byte[] of(byte[] octets) {
    return digest().digest(octets);
  }

  public static String hex(byte[] octets) {
    return HexFormat.of().formatHex(of(octets));
  }

  public static String hex(Der encoded) {
    return hex(encoded.octets());
  }

  /** Of all that is still to be read, with memory for a part of it; does not close. */
  public static String hex(InputStream in) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER_OCTETS];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Of a file, with memory for a part of it. */
  public static String hex(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return hex(in);
    }
  }
}
