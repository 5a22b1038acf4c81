package org.opentws.termination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.opentws.archive.AuditTiles;
import org.opentws.archive.PackageArchive;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditSearchRepository;
import org.opentws.audit.store.PersonalRow;
import org.opentws.random.Randomness;

/** The audit log in a package, and what stands in clear beside its records. */
@ApplicationScoped
public class PackedAuditLog {
  private static final int PART = 1024;

  @Inject AuditTiles tiles;
  @Inject AuditDatabase database;
  @Inject Randomness randomness;

  /** A personal value beside a record. */
  record ValueLine(
      String kind,
      long epoch,
      long sequence,
      int index,
      String object,
      String field,
      String salt,
      String value) {}

  /**
   * Writes it, and the personal values beside it for the recipient alone.
   *
   * @param scratch a folder that is there for this package
   * @throws org.opentws.error.RequestRefused WRONG_STATE: the log does not verify
   */
  void put(PackageArchive archive, Path scratch, Recipient recipient) {
    values(archive, recipient);
    tiles.put(archive, scratch, 0, bundle -> {});
  }

  /** Part by part, by the way on which auditors see them: in clear. */
  private void values(PackageArchive archive, Recipient recipient) {
    SecureRandom random = randomness.secureRandom();
    AuditSearchRepository log = database.search();
    long size = log.size();
    try (PackageArchive.Lines lines =
        archive.lines("audit-values", ".jsonl.p7m", part -> recipient.encrypted(part, random))) {
      for (long from = 0; from < size; from += PART) {
        long first = from;
        log.rows(from, Math.min(size, from + PART)).stream()
            // What began before stands in the part before.
            .filter(row -> row.first() >= first)
            .forEach(row -> row.personal().forEach(value -> lines.add(line(value))));
      }
    }
  }

  private static ValueLine line(PersonalRow value) {
    return new ValueLine(
        value.kind().name(),
        value.epoch(),
        value.sequence(),
        value.index(),
        value.object(),
        value.field(),
        Base64.getEncoder().encodeToString(value.salt().octets()),
        value.value());
  }
}
