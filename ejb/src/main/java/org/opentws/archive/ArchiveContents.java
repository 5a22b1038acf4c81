package org.opentws.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.opentws.archive.store.ArchivedEntry;
import org.opentws.archive.store.EvidenceRepository;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** AR1.2: writes into a package what no archive has yet, and tells of each thing for the index. */
@ApplicationScoped
public class ArchiveContents {
  private static final int ROWS = 500;
  private static final byte[] UNDER_A_DATA_KEY = "otws1:".getBytes(StandardCharsets.US_ASCII);

  @Inject EvidenceRepository evidence;
  @Inject AuditTiles auditLog;

  /** A certificate in a package. */
  record CertificateLine(String name, Instant at, boolean encrypted, String octets) {}

  /** All certificates that are new. */
  void certificates(PackageArchive archive, long number, Consumer<ArchivedEntry> index) {
    try (PackageArchive.Lines lines =
        archive.lines("certificates", ".jsonl", Function.identity())) {
      evidence.certificates(
          found -> {
            String file = lines.add(line(found));
            index.accept(
                new ArchivedEntry(
                    ArchivedEntry.CERTIFICATE,
                    found.name(),
                    number,
                    found.at(),
                    found.at(),
                    Sha256.hex(found.octets()),
                    file));
          });
    }
  }

  private static CertificateLine line(EvidenceRepository.Certificate found) {
    Der octets = found.octets();
    return new CertificateLine(
        found.name(),
        found.at(),
        startsWith(octets.octets(), UNDER_A_DATA_KEY),
        Base64.getEncoder().encodeToString(octets.octets()));
  }

  private static boolean startsWith(byte[] octets, byte[] beginning) {
    return octets.length >= beginning.length
        && Arrays.equals(octets, 0, beginning.length, beginning, 0, beginning.length);
  }

  /** All CRLs of all CAs and scopes that are new; and which numbers no CRL has. */
  void lists(PackageArchive archive, long number, Consumer<ArchivedEntry> index) {
    EvidenceRepository.RevocationList none =
        new EvidenceRepository.RevocationList("", "", 0, Instant.EPOCH, 0);
    List<EvidenceRepository.RevocationList> part = evidence.lists(none, ROWS);
    while (!part.isEmpty()) {
      part.forEach(list -> index.accept(put(archive, number, list)));
      part = evidence.lists(part.get(part.size() - 1), ROWS);
    }
    try (PackageArchive.Lines lines =
        archive.lines(ArchiveManifest.NUMBERS_LEFT_OUT, ".jsonl", Function.identity())) {
      evidence.numbersLeftOut().forEach(lines::add);
    }
  }

  private ArchivedEntry put(
      PackageArchive archive, long number, EvidenceRepository.RevocationList list) {
    String scope = list.scope().isEmpty() ? "all" : list.scope();
    String file = "crls/%s-%s-%d.crl".formatted(list.ca(), scope, list.number());
    MessageDigest digest = Sha256.digest();
    archive.put(
        file, new DigestInputStream(new SequenceInputStream(new PartsOfList(list)), digest));
    return new ArchivedEntry(
        ArchivedEntry.CRL,
        list.name(),
        number,
        list.thisUpdate(),
        list.thisUpdate(),
        HexFormat.of().formatHex(digest.digest()),
        file);
  }

  /** Each read from the database when it is its turn. */
  private final class PartsOfList implements Enumeration<InputStream> {
    private final EvidenceRepository.RevocationList list;
    private int next;
    private long given;

    PartsOfList(EvidenceRepository.RevocationList list) {
      this.list = list;
    }

    @Override
    public boolean hasMoreElements() {
      return given < list.length();
    }

    @Override
    public InputStream nextElement() {
      byte[] octets = evidence.part(list, next);
      if (octets.length == 0) {
        throw new IllegalStateException("part " + next + " of CRL " + list.name() + " is missing");
      }
      next++;
      given += octets.length;
      return new ByteArrayInputStream(octets);
    }
  }

  /**
   * The audit log up to its last signed checkpoint, without what earlier archives have.
   *
   * @param known records in earlier archives
   * @return records in these and this one
   */
  long auditLog(
      PackageArchive archive,
      Path scratch,
      long number,
      long known,
      Consumer<ArchivedEntry> index) {
    return auditLog.put(
        archive,
        scratch,
        known,
        bundle ->
            index.accept(
                new ArchivedEntry(
                    ArchivedEntry.AUDIT_RECORDS,
                    bundle.file(),
                    number,
                    bundle.at(),
                    bundle.until(),
                    Sha256.hex(bundle.octets()),
                    bundle.file())));
  }
}
