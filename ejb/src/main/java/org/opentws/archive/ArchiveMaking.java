package org.opentws.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.ArchivedEntry;
import org.opentws.archive.store.StoredArchive;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.DocumentSignature;
import org.opentws.audit.Outcome;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Makes a package in a file, and then keeps it in one transaction: a node that dies on the way
 * leaves no half archive.
 */
@ApplicationScoped
public class ArchiveMaking {
  private static final String AUTHORITY = "management";
  private static final JsonMapper JSON = new JsonMapper();

  @Inject ArchiveContents contents;
  @Inject DocumentSignature signature;
  @Inject KeyRegister register;
  @Inject KeyUse keys;
  @Inject ArchiveRepository repository;
  @Inject ArchiveConfiguration configuration;
  @Inject AuditLog audit;

  /** A package on disk; beside it the lines of its index. */
  record Made(Path file, Path index, StoredArchive archive) {}

  /** Counts the lines of the index, and keeps them beside the package as well. */
  private static final class Index implements AutoCloseable {
    private final PackageArchive.Lines lines;
    private final OutputStream beside;
    private final Optional<StoredArchive> former;
    private Instant first = Instant.MAX;
    private long count;

    Index(PackageArchive archive, Path file, Optional<StoredArchive> former) throws IOException {
      this.lines = archive.lines("entries", ".jsonl", Function.identity());
      this.beside = new BufferedOutputStream(Files.newOutputStream(file));
      this.former = former;
    }

    void add(ArchivedEntry entry) {
      lines.add(entry);
      try {
        beside.write(JsonText.of(entry));
        beside.write('\n');
      } catch (IOException e) {
        throw new UncheckedIOException("the index cannot be put aside", e);
      }
      count++;
      first = entry.at().isBefore(first) ? entry.at() : first;
    }

    Instant from(Instant to) {
      return former.map(StoredArchive::to).orElse(first.isBefore(to) ? first : to);
    }

    @Override
    public void close() throws IOException {
      beside.close();
      lines.close();
    }
  }

  /**
   * Writes a package, with memory for a part of it.
   *
   * @param scratch a folder for this call alone
   * @param former the archive before it
   * @throws org.opentws.error.RequestRefused WRONG_STATE: the audit log does not verify
   */
  Made make(Path scratch, Optional<StoredArchive> former, Instant now, String account) {
    long number = former.map(StoredArchive::number).orElse(0L) + 1;
    long known = former.map(StoredArchive::auditTo).orElse(0L);
    Instant keepUntil =
        now.atOffset(ZoneOffset.UTC).plusYears(configuration.retentionYears()).toInstant();
    Path file = scratch.resolve("archive.zip");
    Path beside = scratch.resolve("entries.jsonl");
    Instant from;
    long size;
    long entries;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
        PackageArchive archive = new PackageArchive(out, now)) {
      archive.put("README.txt", ArchiveReadme.octets());
      Der authority =
          keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, AUTHORITY).certificate();
      archive.put("management-ca.cer", authority.octets());
      ProviderKeys.put(archive, register.all());
      try (Index index = new Index(archive, beside, former)) {
        contents.certificates(archive, number, index::add);
        contents.lists(archive, number, index::add);
        size = contents.auditLog(archive, scratch, number, known, index::add);
        from = index.from(now);
        entries = index.count;
      }
      byte[] manifest =
          JsonText.of(
              new ArchiveManifest(
                  ArchiveManifest.FORMAT,
                  number,
                  from,
                  now,
                  known,
                  size,
                  former.map(StoredArchive::sha256).orElse(""),
                  Sha256.hex(authority),
                  keepUntil,
                  entries,
                  archive.files()));
      archive.put(ArchiveManifest.NAME, manifest);
      archive.put(ArchiveManifest.SIGNATURE, signature.over(manifest, now));
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be written", e);
    }
    StoredArchive archive =
        new StoredArchive(
            number,
            now,
            account,
            from,
            now,
            known,
            size,
            entries,
            digest(file),
            file.toFile().length(),
            keepUntil,
            Optional.empty());
    return new Made(file, beside, archive);
  }

  private static String digest(Path file) {
    try {
      return Sha256.hex(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be read again", e);
    }
  }

  /**
   * Keeps it, and records that, together or not at all.
   *
   * @throws org.opentws.error.RequestRefused WRONG_STATE: another one was made meanwhile
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void keep(Made made) {
    StoredArchive archive = made.archive();
    try (InputStream octets = Files.newInputStream(made.file());
        BufferedReader lines = Files.newBufferedReader(made.index())) {
      repository.store(archive, octets, lines.lines().map(ArchiveMaking::entry).iterator());
    } catch (IOException e) {
      throw new UncheckedIOException("the archive cannot be read again", e);
    }
    audit.record(
        new AuditEvent(
            AuditEventType.ARCHIVE_CREATED,
            Outcome.SUCCESS,
            archive.madeBy(),
            "archive:" + archive.number(),
            Map.of(
                "archiveSha256",
                archive.sha256(),
                "from",
                archive.from().toString(),
                "to",
                archive.to().toString(),
                "entries",
                Long.toString(archive.entries()),
                "keepUntil",
                archive.keepUntil().toString())));
  }

  private static ArchivedEntry entry(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      return new ArchivedEntry(
          entry.path("kind").asText(),
          entry.path("name").asText(),
          entry.path("archive").asLong(),
          Instant.parse(entry.path("at").asText()),
          Instant.parse(entry.path("until").asText()),
          entry.path("sha256").asText(),
          entry.path("file").asText());
    } catch (IOException e) {
      throw new UncheckedIOException("the index cannot be read again", e);
    }
  }
}
