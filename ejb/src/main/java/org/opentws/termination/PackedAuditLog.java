package org.opentws.termination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.AuditSearchRepository;
import org.opentws.audit.store.PersonalRow;
import org.opentws.audit.verify.ExportWriter;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;

/**
 * The audit log in a package: its tiles up to the last signed checkpoint, for anybody to verify.
 */
@ApplicationScoped
public class PackedAuditLog {
  private static final int PART = 1024;

  @Inject AuditDatabase database;
  @Inject Randomness randomness;

  @Inject
  @ConfigProperty(name = "opentws.audit.origin", defaultValue = "localhost/opentws/audit")
  String origin;

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
   * @throws RequestRefused WRONG_STATE: the log does not verify
   */
  void put(PackageArchive archive, Path scratch, Recipient recipient) {
    Path folder = scratch.resolve("audit");
    try (AuditLogReader reader = database.reader()) {
      new ExportWriter(reader, folder, origin).write();
      values(archive, recipient);
    } catch (BrokenLog e) {
      throw new RequestRefused(Refusal.WRONG_STATE, e.getMessage() + "; verify the log first", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be put aside", e);
    }
    for (Path file : files(folder)) {
      archive.put("audit/" + folder.relativize(file).toString().replace('\\', '/'), opened(file));
    }
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

  private static List<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream opened(Path file) {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
