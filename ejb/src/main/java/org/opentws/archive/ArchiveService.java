package org.opentws.archive;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.StoredArchive;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The archive for those who make it and those who look at it; each look is recorded. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ArchiveService {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveService.class);

  /** How many are given at once. */
  public static final int SHOWN_MAX = 1000;

  @Inject ArchiveMaking making;
  @Inject ArchiveRepository repository;
  @Inject ArchiveSearch search;
  @Inject AuditLog audit;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /**
   * Archives all that no archive has yet.
   *
   * @throws RequestRefused WRONG_STATE: another one was made at once, or the log does not verify
   * @throws ServiceUnavailable DISK: nothing is left of it
   */
  @RolesAllowed(PermissionName.ARCHIVE_CREATE)
  public StoredArchive create() {
    String account = caller.get().account();
    try {
      return onDisk(scratch -> made(scratch, account));
    } catch (UncheckedIOException e) {
      audit.recordAndWait(
          new AuditEvent(
              AuditEventType.ARCHIVE_CREATED,
              Outcome.FAILURE,
              account,
              "archive",
              Map.of("reason", "the archive cannot be written: " + e.getCause())));
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DISK, "the archive cannot be written", e);
    }
  }

  private StoredArchive made(Path scratch, String account) {
    // As the database keeps it.
    Instant now = time.now().truncatedTo(ChronoUnit.MILLIS);
    ArchiveMaking.Made made = making.make(scratch, repository.last(), now, account);
    making.keep(made);
    return made.archive();
  }

  /**
   * Newest first.
   *
   * @param before only archives with a lower number
   */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public List<StoredArchive> list(long before, int limit) {
    looked("archive", "list");
    return repository.before(before, Math.min(limit, SHOWN_MAX));
  }

  /**
   * What happened within a time, oldest first.
   *
   * @param type CERTIFICATE, CRL, AUDIT_RECORDS, or a type of audit records
   * @param to not included
   * @throws RequestRefused MALFORMED_REQUEST, SEAL_BROKEN: an archive is not as it was made
   * @throws ServiceUnavailable DISK
   */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public List<ArchiveFinding> entries(String type, Instant from, Instant to) {
    looked("archive", type + " from " + from + " to " + to);
    try {
      return onDisk(scratch -> search.find(type, from, to, number -> unpacked(number, scratch)));
    } catch (UncheckedIOException e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DISK, "the archives cannot be searched", e);
    }
  }

  /**
   * One archive whose package is as it was made; recorded.
   *
   * @throws RequestRefused NOT_FOUND, WRONG_STATE: it was deleted; SEAL_BROKEN, with an alarm
   */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public StoredArchive opened(long number) {
    StoredArchive archive = found(number);
    looked("archive:" + number, "package");
    verified(archive, part -> {});
    return archive;
  }

  /**
   * A part of an archive that was {@link #opened}; each but the last has {@link
   * ArchiveRepository#PART_OCTETS}.
   */
  @RolesAllowed(PermissionName.ARCHIVE_READ)
  public byte[] part(long number, int part) {
    return repository
        .part(number, part)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such part"));
  }

  private StoredArchive found(long number) {
    StoredArchive archive =
        repository
            .find(number)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such archive"));
    archive
        .deletion()
        .ifPresent(
            deletion -> {
              throw new RequestRefused(
                  Refusal.WRONG_STATE,
                  "archive %d was deleted at %s by %s and %s: %s"
                      .formatted(
                          number,
                          deletion.at(),
                          deletion.requester(),
                          deletion.approver(),
                          deletion.reason()));
            });
    return archive;
  }

  /** What is done with a part. */
  private interface PartReader {
    void read(byte[] part) throws IOException;
  }

  private void verified(StoredArchive archive, PartReader each) {
    MessageDigest digest = Sha256.digest();
    long rest = archive.length();
    try {
      for (int part = 0; rest > 0; part++) {
        byte[] octets = repository.part(archive.number(), part).orElseThrow(() -> broken(archive));
        digest.update(octets);
        each.read(octets);
        rest -= octets.length;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be put aside", e);
    }
    if (rest != 0 || !HexFormat.of().formatHex(digest.digest()).equals(archive.sha256())) {
      throw broken(archive);
    }
  }

  private RequestRefused broken(StoredArchive archive) {
    String object = "archive:" + archive.number();
    audit.recordAndWait(
        AuditEvent.alarm(
            AlarmKind.ROW_FORGED,
            "archive",
            object,
            Map.of("reason", "the package is not the one that was made")));
    return new RequestRefused(
        Refusal.SEAL_BROKEN,
        object + " was altered: its package has not the digest it was made with");
  }

  /** The package of an archive that was not deleted, verified, in a file. */
  private Path unpacked(long number, Path scratch) {
    Path file = scratch.resolve(number + ".zip");
    try (var out = Files.newOutputStream(file)) {
      verified(found(number), out::write);
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be put aside", e);
    }
    return file;
  }

  private void looked(String object, String what) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.ARCHIVE_READ,
            Outcome.SUCCESS,
            caller.get().account(),
            object,
            Map.of("search", what)));
  }

  /** Work for which there is a folder on the node's disk until it ends. */
  private static <T> T onDisk(Function<Path, T> work) {
    Path scratch;
    try {
      scratch = Files.createTempDirectory("archive");
    } catch (IOException e) {
      throw new UncheckedIOException("an archive cannot be kept on disk", e);
    }
    try {
      return work.apply(scratch);
    } finally {
      discard(scratch);
    }
  }

  private static void discard(Path scratch) {
    try (Stream<Path> all = Files.walk(scratch)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException e) {
      // The archive is kept, or refused, all the same.
      LOG.warn("{} is of no use any more and cannot be removed", scratch, e);
    }
  }
}
