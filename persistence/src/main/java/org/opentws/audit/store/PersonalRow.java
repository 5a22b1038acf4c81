package org.opentws.audit.store;

import java.util.List;
import org.opentws.value.Der;

/**
 * A value about a natural person, beside the log. May be erased.
 *
 * @param index position of its record in the segment; 0 for a business record
 * @param object that of the record, by which values are found to be erased
 * @param field name of the detail whose digest stands in the record
 * @param words of the value, by which it is found; none when read back
 */
public record PersonalRow(
    LeafKind kind,
    long epoch,
    long sequence,
    int index,
    String object,
    String field,
    Der salt,
    String value,
    List<String> words) {
  public PersonalRow {
    words = List.copyOf(words);
  }

  /** The same with another value. */
  PersonalRow withValue(String other) {
    return new PersonalRow(kind, epoch, sequence, index, object, field, salt, other, words);
  }
}
