package org.opentws.revocationstatus;

import java.util.Map;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.StatusRow;

/**
 * The status of some certificates at one moment, read for many callers at once. Every change that
 * was committed before the reading began is in it.
 */
final class StatusPicture {
  private final KnownChanges known;
  private final Map<CertificateName, Optional<StatusRow>> rows;
  private final long sequence;

  StatusPicture(KnownChanges known, Map<CertificateName, Optional<StatusRow>> rows) {
    this.known = known;
    this.rows = rows;
    this.sequence = known.chain().sequence();
  }

  /** Number of the last change that is in it. */
  long sequence() {
    return sequence;
  }

  /** Whether nothing about the certificate has changed since the change with that number. */
  boolean isUnchangedSince(long earlier, CertificateName name) {
    return known.sequenceOf(name) <= earlier;
  }

  /** Whether the certificate was among those that were looked up. */
  boolean shows(CertificateName name) {
    return rows.containsKey(name);
  }

  /**
   * The status; empty for a serial that was never issued.
   *
   * @throws StatusNotTrusted if the row is not what the log of changes says (RS1.3)
   */
  Optional<CertificateStatus> find(CertificateName name) {
    Optional<StatusRow> row = rows.getOrDefault(name, Optional.empty());
    boolean agrees = row.map(known::agreeWith).orElseGet(() -> known.sequenceOf(name) == 0);
    if (!agrees) {
      throw new StatusNotTrusted("status of " + name + " contradicts the log of changes");
    }
    return row.map(CertificateStatus::of);
  }
}
