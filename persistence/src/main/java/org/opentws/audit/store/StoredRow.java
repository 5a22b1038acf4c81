package org.opentws.audit.store;

import java.util.List;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * A sealed row with what it refers to. Of segment and record at most one is present; neither, if
 * the row is missing.
 */
public record StoredRow(
    SealedItem sealed,
    Optional<AuditSegment> segment,
    Optional<AuditRecord> record,
    List<PersonalRow> personal) {
  public StoredRow {
    personal = List.copyOf(personal);
  }

  /** Encoded contents; empty if the row is missing. */
  public Optional<Der> contents() {
    return segment.map(AuditSegment::data).or(() -> record.map(AuditRecord::encoded));
  }

  /** Authentication code; empty if the row is missing. */
  public Optional<Der> mac() {
    return segment.map(AuditSegment::mac).or(() -> record.map(AuditRecord::mac));
  }
}
