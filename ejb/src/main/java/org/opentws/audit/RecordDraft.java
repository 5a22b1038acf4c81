package org.opentws.audit;

import java.util.List;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.PersonalValue;

/**
 * A record that has no place in the log yet.
 *
 * @param encoded head and details as they will be hashed
 * @param personal values that stand outside of the record
 */
record RecordDraft(EncodedRecord.Head head, byte[] encoded, List<PersonalValue> personal) {
  RecordDraft {
    personal = List.copyOf(personal);
  }
}
