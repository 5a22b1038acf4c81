package org.opentws.audit.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * A text and its signatures (C2SP signed-note). Signatures are of type 0x02: ECDSA with SHA-256,
 * DER; the key's id is the beginning of the SHA-256 of its SubjectPublicKeyInfo.
 *
 * @param text ends with a line end
 */
public record SignedNote(String text, List<Signature> signatures) {
  private static final int KEY_ID_OCTETS = 4;
  private static final String DASH = "\u2014 ";

  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** One signature line. */
  public record Signature(String name, Der keyId, Der value) {}

  /** The id by which a note names an ECDSA key. */
  public static Der ecdsaKeyId(byte[] subjectPublicKeyInfo) {
    return Der.of(Arrays.copyOf(Sha256.of(subjectPublicKeyInfo), KEY_ID_OCTETS));
  }

  /** What is signed. */
  public byte[] signedOctets() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The whole note. */
  public String encoded() {
    StringBuilder note = new StringBuilder(text).append('\n');
    for (Signature signature : signatures) {
      byte[] id = signature.keyId().octets();
      byte[] value = signature.value().octets();
      byte[] both = Arrays.copyOf(id, id.length + value.length);
      System.arraycopy(value, 0, both, id.length, value.length);
      note.append(DASH)
          .append(signature.name())
          .append(' ')
          .append(Base64.getEncoder().encodeToString(both))
          .append('\n');
    }
    return note.toString();
  }

  /**
   * Reads a note.
   *
   * @throws BrokenLog if it is not one
   */
  public static SignedNote parse(String note) {
    int end = note.lastIndexOf("\n\n");
    if (end < 0 || !note.endsWith("\n")) {
      throw new BrokenLog("a signed note has a text, an empty line and signatures");
    }
    List<Signature> signatures = new ArrayList<>();
    for (String line : note.substring(end + 2).lines().toList()) {
      signatures.add(signature(line));
    }
    SignedNote read = new SignedNote(note.substring(0, end + 1), signatures);
    if (!read.encoded().equals(note)) {
      throw new BrokenLog("a signed note is not in its one form");
    }
    return read;
  }

  private static Signature signature(String line) {
    String[] parts = line.split(" ", -1);
    if (!line.startsWith(DASH) || parts.length != 3 || parts[1].isEmpty()) {
      throw new BrokenLog("a signature line of a note cannot be read");
    }
    try {
      byte[] both = Base64.getDecoder().decode(parts[2]);
      if (both.length <= KEY_ID_OCTETS) {
        throw new BrokenLog("a signature of a note is too short");
      }
      return new Signature(
          parts[1],
          Der.of(Arrays.copyOf(both, KEY_ID_OCTETS)),
          Der.of(Arrays.copyOfRange(both, KEY_ID_OCTETS, both.length)));
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("a signature of a note is not base64", e);
    }
  }
}
