package org.opentws.archive.store;

import java.time.Instant;
import java.util.Optional;

/**
 * A row of table {@code archive}, and its tombstone if the package was deleted.
 *
 * @param number archives are numbered from 1 on, without gaps
 * @param from its period begins where the former one's ends
 * @param auditFrom records of the audit log that former archives hold
 * @param auditTo records of the audit log that these and this one hold
 * @param entries in the index
 * @param sha256 of the package, lower-case hex
 * @param length octets of the package
 * @param keepUntil nobody deletes it before
 */
public record StoredArchive(
    long number,
    Instant madeAt,
    String madeBy,
    Instant from,
    Instant to,
    long auditFrom,
    long auditTo,
    long entries,
    String sha256,
    long length,
    Instant keepUntil,
    Optional<Deletion> deletion) {

  /** What stays for ever when a package was deleted. */
  public record Deletion(
      Instant at,
      String reason,
      String requester,
      String requesterPerson,
      String approver,
      String approverPerson) {}
}
