package org.opentws.audit.store;

import java.time.Instant;
import java.util.List;
import org.opentws.value.Der;

/**
 * Many records in one row. Everything but {@code data} and {@code mac} only helps to find records
 * and is compared with them at verification.
 *
 * @param sequence consecutive within the epoch, from 1
 * @param count how many records
 * @param types distinct type codes, ascending
 * @param mac chained authentication code over the leaf hashes
 * @param data the records, each after its length
 * @param personal values beside the records; none when read back
 */
public record AuditSegment(
    long epoch,
    long sequence,
    int count,
    Instant firstAt,
    Instant lastAt,
    List<Integer> types,
    Der mac,
    Der data,
    List<PersonalRow> personal) {
  public AuditSegment {
    types = List.copyOf(types);
    personal = List.copyOf(personal);
  }
}
