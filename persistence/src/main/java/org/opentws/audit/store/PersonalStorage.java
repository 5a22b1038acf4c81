package org.opentws.audit.store;

import java.util.List;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;

/**
 * How personal values stand beside the log: encrypted, with blinded words. A record holds the
 * digest of the value as it is stored, so that the log is verified without any key. A record is
 * never lost for want of a data key: as long as there is none, values are stored in clear.
 */
public final class PersonalStorage {
  private static final String TABLE = "audit_personal";

  private final FieldEncryption encryption;

  PersonalStorage(FieldEncryption encryption) {
    this.encryption = encryption;
  }

  /** The form to be stored. */
  public String stored(String object, String field, String clear) {
    return encryption.sealTextIfReady(place(object, field), clear);
  }

  /** What stands for a word of a value. */
  public String word(String word) {
    return encryption.blind(word);
  }

  /** Everything that may stand for a word. */
  List<String> everyForm(String word) {
    return encryption.blinds(word);
  }

  /** The row with its value in clear; as it is stored, if that cannot be opened. */
  PersonalRow opened(PersonalRow row) {
    return FieldEncryption.isSealed(row.value()) ? row.withValue(clear(row)) : row;
  }

  private String clear(PersonalRow row) {
    try {
      return encryption.openText(place(row.object(), row.field()), row.value());
    } catch (RequestRefused | ServiceUnavailable e) {
      // The record is shown without it; an alarm was raised if it was altered.
      return row.value();
    }
  }

  private static FieldPlace place(String object, String field) {
    return new FieldPlace(TABLE, field, object);
  }
}
