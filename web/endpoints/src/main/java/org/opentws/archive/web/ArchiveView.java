package org.opentws.archive.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opentws.archive.ArchiveFinding;
import org.opentws.archive.store.StoredArchive;

/**
 * An archive in JSON.
 *
 * @param auditFrom records of the audit log that archives before it hold
 * @param auditTo records of the audit log that these and this one hold
 * @param sha256 of the package
 * @param deletion who deleted the package, and why; null while it is there
 */
public record ArchiveView(
    long number,
    Instant madeAt,
    String madeBy,
    Instant from,
    Instant to,
    long auditFrom,
    long auditTo,
    long entries,
    String sha256,
    long octets,
    Instant keepUntil,
    Optional<Deletion> deletion) {
  /** A tombstone. */
  public record Deletion(Instant at, String reason, String requester, String approver) {}

  /** What there is. */
  public record Page(List<ArchiveView> archives) {}

  /** What a search found. */
  public record Findings(List<ArchiveFinding> entries) {}

  static ArchiveView of(StoredArchive archive) {
    return new ArchiveView(
        archive.number(),
        archive.madeAt(),
        archive.madeBy(),
        archive.from(),
        archive.to(),
        archive.auditFrom(),
        archive.auditTo(),
        archive.entries(),
        archive.sha256(),
        archive.length(),
        archive.keepUntil(),
        archive
            .deletion()
            .map(
                deletion ->
                    new Deletion(
                        deletion.at(),
                        deletion.reason(),
                        deletion.requester(),
                        deletion.approver())));
  }
}
