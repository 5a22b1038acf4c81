package org.opentws.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.opentws.value.Sha256;

/**
 * What a row says, as octets for a seal or a hash: always the same for the same values, and never
 * the same for others, because each field has its length before it.
 *
 * @param text of all fields
 */
public record SealedText(String text) {
  /**
   * Composes it.
   *
   * @param kind what is sealed and in which version of its form, for example "opentws-account-1"
   */
  public static SealedText of(String kind, List<String> fields) {
    StringBuilder text = new StringBuilder();
    append(text, kind);
    fields.forEach(field -> append(text, field));
    return new SealedText(text.toString());
  }

  private static void append(StringBuilder text, String field) {
    text.append(field.getBytes(StandardCharsets.UTF_8).length).append(':').append(field);
  }

  public byte[] octets() {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** SHA-256, lower-case hexadecimal. */
  public String hash() {
    return Sha256.hex(octets());
  }

  /** Not what it says: a password's hash may be in it. */
  @Override
  public String toString() {
    return "SealedText[" + hash() + "]";
  }
}
