package org.opentws.tools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.archive.ArchiveManifest;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.tools.CommandLine;
import org.opentws.value.Sha256;

/**
 * {@code ./tws archive verify} and {@code search}: reads archives with Java and these program files
 * alone; no database, no server, no network, no configuration.
 */
public final class ArchiveTool {
  static final int INTACT = 0;
  static final int BROKEN = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      verify ARCHIVE.zip...      verifies signature, digests, index and revocation lists of each, and that nothing is
                                 missing between them; with all from the first one on, the audit log too;
                                 exit code 0: as they were made, 1: something is wrong, 2: could not be verified
      create                     asks the server to archive what no archive has yet; needs the options for it
      search ARCHIVE.zip...      prints what happened, by type and time; verifies nothing

      --trust FILE               certificate (PEM) of the provider's management CA; without it the one in the archive
                                 is taken: compare its SHA-256 with what the provider published
      --type TYPE                CERTIFICATE, CRL or a type of audit records, such as STATUS_CHANGED
      --from TIME                RFC 3339, UTC, included
      --to TIME                  not included
      --server URL               create: the server's address
      --key FILE                 create: a System Operator's key and certificate (PKCS#12), under the password
      --password-file FILE       create: in its first line
      """;

  private final Map<String, String> options;
  private final PrintStream out;

  private ArchiveTool(CommandLine given, PrintStream out) {
    this.options = given.options();
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  /** The exit code; everything is said on {@code out}. */
  static int run(String[] args, PrintStream out) {
    Optional<CommandLine> given = CommandLine.read(args, HELP, out);
    if (given.isEmpty()) {
      return USAGE;
    }
    List<String> words = given.get().words();
    if (!words.equals(List.of("create"))
        && (words.size() < 2 || !List.of("verify", "search").contains(words.get(0)))) {
      out.print(HELP);
      return USAGE;
    }
    List<ArchivesCheck.Opened> archives = new ArrayList<>();
    try {
      if (words.equals(List.of("create"))) {
        return ArchiveCreation.run(given.get().options(), out);
      }
      for (String file : words.subList(1, words.size())) {
        archives.add(
            new ArchivesCheck.Opened(
                Path.of(file), PackageReader.open(Path.of(file), ArchiveManifest.FORMAT)));
      }
      ArchiveTool tool = new ArchiveTool(given.get(), out);
      return words.get(0).equals("verify") ? tool.verify(archives) : tool.search(archives);
    } catch (PackageFault | BrokenLog e) {
      out.println("BROKEN: " + e.getMessage());
      return BROKEN;
    } catch (IOException | CertificateException e) {
      out.println("The archive could not be read: " + e);
      return USAGE;
    } catch (DateTimeParseException e) {
      out.println("--from and --to are RFC 3339 times in UTC, such as 2026-12-31T00:00:00Z");
      return USAGE;
    } finally {
      close(archives);
    }
  }

  private static void close(List<ArchivesCheck.Opened> archives) {
    for (ArchivesCheck.Opened one : archives) {
      try {
        one.archive().close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  private int verify(List<ArchivesCheck.Opened> archives)
      throws IOException, PackageFault, CertificateException {
    ArchivesCheck check = new ArchivesCheck(authority(archives.get(0).archive()));
    List<String> wrong = check.run(archives);
    check.right().forEach(one -> out.println("Found: " + one));
    if (wrong.isEmpty()) {
      out.println("OK: " + archives.size() + " archive(s) as they were made");
      return INTACT;
    }
    wrong.forEach(one -> out.println("BROKEN: " + one));
    return BROKEN;
  }

  private X509Certificate authority(PackageReader archive)
      throws IOException, PackageFault, CertificateException {
    if (options.containsKey("trust")) {
      String pem = Files.readString(Path.of(options.getOrDefault("trust", "")));
      return PackageSignatures.read(
          Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
    }
    byte[] der = archive.octets("management-ca.cer");
    out.println(
        "Note: compare with what the provider published: management CA, SHA-256 "
            + Sha256.hex(der));
    return PackageSignatures.read(der);
  }

  private int search(List<ArchivesCheck.Opened> archives) throws PackageFault {
    String type = options.getOrDefault("type", "");
    Instant from = time("from", Instant.MIN);
    Instant to = time("to", Instant.MAX);
    OptionalInt code =
        Arrays.stream(AuditEventType.values())
            .filter(one -> one.name().equals(type))
            .mapToInt(AuditEventType::code)
            .findFirst();
    if (code.isEmpty() && !List.of("", "CERTIFICATE", "CRL").contains(type)) {
      out.println("There is no type " + type);
      return USAGE;
    }
    long found = 0;
    for (ArchivesCheck.Opened one : archives) {
      found +=
          code.isPresent()
              ? records(one, code.getAsInt(), from, to)
              : entries(one.archive(), type, from, to);
    }
    out.println(found + " found; nothing was verified");
    return INTACT;
  }

  private Instant time(String name, Instant otherwise) {
    String text = options.getOrDefault(name, "");
    return text.isEmpty() ? otherwise : Instant.parse(text);
  }

  private long entries(PackageReader archive, String type, Instant from, Instant to)
      throws PackageFault {
    long found = 0;
    for (JsonNode entry : ArchiveCheck.entries(archive)) {
      String kind = entry.path("kind").asText();
      Instant at = ArchiveCheck.time(entry, "at");
      if ((type.isEmpty() || kind.equals(type)) && !at.isBefore(from) && at.isBefore(to)) {
        out.println(at + " " + kind + " " + entry.path("name").asText());
        found++;
      }
    }
    return found;
  }

  private long records(ArchivesCheck.Opened one, int code, Instant from, Instant to)
      throws PackageFault {
    // The beginning of the first bundle stands in the archive before.
    long known = one.archive().manifest().path("auditFrom").asLong();
    long found = 0;
    for (String name : one.archive().names("audit/tile/entries/", "")) {
      long index = BundleName.first(name);
      for (byte[] encoded : EntryBundle.unpack(one.archive().octets(name))) {
        EncodedRecord record = EncodedRecord.decode(encoded);
        Instant at = record.content().at();
        if (index >= known
            && record.content().type() == code
            && !at.isBefore(from)
            && at.isBefore(to)) {
          out.println(
              "%s %s by %s, record %d"
                  .formatted(at, record.content().object(), record.content().actor(), index));
          found++;
        }
        index++;
      }
    }
    return found;
  }
}
