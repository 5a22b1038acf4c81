package org.opentws.audit;

import java.util.List;
import org.opentws.audit.format.PersonalValue;
import org.opentws.audit.format.RecordContent;

/**
 * A record that has no place in the log yet.
 *
 * @param encoded the content as it will be hashed
 * @param personal values that stand outside of the record
 */
record RecordDraft(RecordContent content, byte[] encoded, List<PersonalValue> personal) {
  RecordDraft {
    personal = List.copyOf(personal);
  }
}
