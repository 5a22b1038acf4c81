package org.opentws.hsm.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** A PIN in clear, for the moment of one login (KM6.1). */
final class Pin implements AutoCloseable {
  private final char[] characters;
  private final byte[] fingerprint;

  /** Takes the characters over: they are wiped by {@link #close}. */
  Pin(char[] characters) {
    this.characters = characters;
    this.fingerprint = digest(characters);
  }

  private static byte[] digest(char[] characters) {
    byte[] octets = octets(characters);
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /** UTF-8; the caller wipes it. */
  static byte[] octets(char[] characters) {
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(characters));
    byte[] octets = new byte[encoded.remaining()];
    encoded.get(octets);
    Arrays.fill(encoded.array(), (byte) 0);
    return octets;
  }

  /** Out of UTF-8; the caller wipes both. */
  static char[] characters(byte[] octets, int length) {
    var decoded = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(octets, 0, length));
    char[] characters = new char[decoded.remaining()];
    decoded.get(characters);
    Arrays.fill(decoded.array(), '\0');
    return characters;
  }

  /** Wiped by {@link #close}. */
  char[] characters() {
    return characters;
  }

  /** Tells one PIN from another without keeping either. */
  byte[] fingerprint() {
    return fingerprint.clone();
  }

  @Override
  public void close() {
    Arrays.fill(characters, '\0');
  }
}
