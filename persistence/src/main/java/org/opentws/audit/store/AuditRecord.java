package org.opentws.audit.store;

import java.time.Instant;
import java.util.List;
import org.opentws.value.Der;

/**
 * One record that commits together with a business change. The columns beside {@code encoded} only
 * help to find it and are compared with it at verification.
 *
 * @param sequence the number it took within the epoch, from 1; a number whose transaction was
 *     rolled back is told of by a void record
 * @param type code of the event type
 * @param outcome code of the outcome
 * @param mac authentication code over the leaf hash
 * @param personal values beside the record; none when read back
 */
public record AuditRecord(
    long epoch,
    long sequence,
    Instant at,
    int type,
    int outcome,
    String actor,
    String object,
    Der encoded,
    Der mac,
    List<PersonalRow> personal) {
  public AuditRecord {
    personal = List.copyOf(personal);
  }
}
