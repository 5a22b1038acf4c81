package org.opentws.audit.format;

import org.opentws.audit.store.LeafKind;

/**
 * Where a record was written, part of the record itself, so that it cannot be moved.
 *
 * @param sequence number of the segment, or of the business record, within the epoch
 * @param index position in the segment; 0 for a business record
 */
public record RecordPlace(LeafKind kind, long epoch, long sequence, int index) {}
