package org.opentws.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.ArchivedEntry;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Sha256;

/**
 * AR2.1: what happened, by type and time. Certificates, lists and bundles are found in the index;
 * single audit records are read from the packages themselves.
 */
@ApplicationScoped
public class ArchiveSearch {
  /** Bundles of records that one search opens at most: 256 records each. */
  private static final int BUNDLES_MAX = 2000;

  @Inject ArchiveRepository repository;

  /**
   * Oldest first.
   *
   * @param packages gives the verified package of an archive
   */
  List<ArchiveFinding> find(String type, Instant from, Instant to, LongFunction<Path> packages) {
    if (List.of(ArchivedEntry.CERTIFICATE, ArchivedEntry.CRL, ArchivedEntry.AUDIT_RECORDS)
        .contains(type)) {
      return repository.entries(type, from, to, ArchiveService.SHOWN_MAX).stream()
          .map(ArchiveSearch::finding)
          .toList();
    }
    AuditEventType wanted =
        Arrays.stream(AuditEventType.values())
            .filter(one -> one.name().equals(type))
            .findFirst()
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.MALFORMED_REQUEST,
                        "type is CERTIFICATE, CRL, AUDIT_RECORDS or a type of audit records"));
    return records(wanted, from, to, packages);
  }

  private static ArchiveFinding finding(ArchivedEntry entry) {
    return new ArchiveFinding(
        entry.kind(), entry.name(), entry.archive(), entry.at(), entry.sha256(), entry.file());
  }

  private List<ArchiveFinding> records(
      AuditEventType wanted, Instant from, Instant to, LongFunction<Path> packages) {
    List<ArchivedEntry> bundles =
        repository.entries(ArchivedEntry.AUDIT_RECORDS, from, to, BUNDLES_MAX + 1);
    if (bundles.size() > BUNDLES_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "too many audit records were made within this time: give a shorter one");
    }
    Map<Long, Optional<Path>> opened = new HashMap<>();
    Map<String, ArchiveFinding> found = new HashMap<>();
    for (ArchivedEntry bundle : bundles) {
      opened
          .computeIfAbsent(bundle.archive(), number -> opened(number, packages))
          .map(file -> octets(file, bundle.file()))
          .ifPresent(
              octets ->
                  AuditTiles.records(octets)
                      .filter(record -> record.content().type() == wanted.code())
                      .filter(record -> !record.content().at().isBefore(from))
                      .filter(record -> record.content().at().isBefore(to))
                      // The beginning of a bundle stands again in the next archive.
                      .forEach(
                          record -> {
                            ArchiveFinding one = finding(wanted, record, bundle);
                            found.putIfAbsent(one.sha256(), one);
                          }));
    }
    List<ArchiveFinding> sorted = new ArrayList<>(found.values());
    sorted.sort(
        java.util.Comparator.comparing(ArchiveFinding::at).thenComparing(ArchiveFinding::sha256));
    return List.copyOf(sorted.subList(0, Math.min(sorted.size(), ArchiveService.SHOWN_MAX)));
  }

  private Optional<Path> opened(long number, LongFunction<Path> packages) {
    return repository
        .find(number)
        .filter(archive -> archive.deletion().isEmpty())
        .map(archive -> packages.apply(number));
  }

  private static byte[] octets(Path file, String name) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        throw new RequestRefused(Refusal.SEAL_BROKEN, name + " is not in its archive");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("an archive cannot be read", e);
    }
  }

  private static ArchiveFinding finding(
      AuditEventType type, EncodedRecord record, ArchivedEntry bundle) {
    byte[] encoded =
        EncodedRecord.encode(record.place(), EncodedRecord.encodeContent(record.content()));
    return new ArchiveFinding(
        type.name(),
        record.content().object(),
        bundle.archive(),
        record.content().at(),
        Sha256.hex(encoded),
        bundle.file());
  }
}
