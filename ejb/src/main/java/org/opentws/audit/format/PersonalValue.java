package org.opentws.audit.format;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * A value about a natural person that belongs to a record and stands outside of it. The record
 * holds only the digest over salt and value: with both erased nobody can say, or guess and check,
 * what the value was, and the log verifies as before.
 *
 * @param index position of its record in the segment; 0 for a business record
 * @param field name of the detail
 * @param salt random octets, {@value #SALT_OCTETS} of them
 * @param value as it is stored: encrypted, where the node has a data key
 * @param words by which it is found, as they are stored
 */
public record PersonalValue(int index, String field, Der salt, String value, List<String> words) {
  public static final int SALT_OCTETS = 16;
  private static final byte[] PURPOSE =
      "OpenTWS audit personal value\n".getBytes(StandardCharsets.US_ASCII);

  public PersonalValue {
    words = List.copyOf(words);
  }

  /** As it is read back, without its words. */
  public PersonalValue(int index, String field, Der salt, String value) {
    this(index, field, salt, value, List.of());
  }

  /** What stands in the record instead of the value. */
  public String digest() {
    byte[] text = value.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(PURPOSE.length + salt.length() + text.length)
            .put(PURPOSE)
            .put(salt.octets())
            .put(text)
            .array();
    return Sha256.hex(all);
  }

  /** The same for the record of another position. */
  public PersonalValue at(int position) {
    return new PersonalValue(position, field, salt, value, words);
  }
}
