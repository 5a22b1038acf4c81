package org.opentws.audit;

import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.PersonalValue;
import org.opentws.audit.format.SearchKey;
import org.opentws.audit.store.PersonalStorage;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

/** Makes the values that stand beside records: salted, encrypted, found by blinded words. */
final class PersonalValues {
  private final Randomness randomness;
  private final PersonalStorage storage;

  PersonalValues(Randomness randomness, PersonalStorage storage) {
    this.randomness = randomness;
    this.storage = storage;
  }

  /** Of a record about an object. */
  PersonalValue of(String object, String field, String given) {
    String clear = EncodedRecord.shortened(given);
    return new PersonalValue(
        0,
        field,
        Der.of(randomness.octets(PersonalValue.SALT_OCTETS)),
        storage.stored(object, field, clear),
        SearchKey.words(clear).stream().map(storage::word).toList());
  }
}
