package org.opentws.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.verify.ExportWriter;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** Puts the audit log into a package: its tiles up to its last signed checkpoint, for anybody. */
@ApplicationScoped
public class AuditTiles {
  /** Folder of a package. */
  public static final String FOLDER = "audit/";

  private static final Pattern TILE = Pattern.compile("tile/(entries|[0-9])/(.+)");

  @Inject AuditDatabase database;

  @Inject
  @ConfigProperty(name = "opentws.audit.origin", defaultValue = "localhost/opentws/audit")
  String origin;

  /**
   * A bundle of records in a package.
   *
   * @param file its name there
   * @param at when the first of its records happened
   * @param until when the last of them happened
   */
  public record Bundle(String file, Instant at, Instant until, byte[] octets) {}

  /**
   * Writes it.
   *
   * @param scratch a folder that is there for this package
   * @param known of so many records at the beginning, what another package has is left out
   * @param each told of each bundle of records
   * @return how many records the log has, those left out too
   * @throws RequestRefused WRONG_STATE: the log does not verify
   */
  public long put(PackageArchive archive, Path scratch, long known, Consumer<Bundle> each) {
    Path folder = scratch.resolve("audit");
    long size;
    try (AuditLogReader reader = database.reader()) {
      size = new ExportWriter(reader, folder, origin).write();
    } catch (BrokenLog e) {
      throw new RequestRefused(Refusal.WRONG_STATE, e.getMessage() + "; verify the log first", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be put aside", e);
    }
    try {
      for (Path file : files(folder)) {
        put(archive, folder, file, known, each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the audit log cannot be read again", e);
    }
    return size;
  }

  private static void put(
      PackageArchive archive, Path folder, Path file, long known, Consumer<Bundle> each)
      throws IOException {
    String name = folder.relativize(file).toString().replace('\\', '/');
    Matcher tile = TILE.matcher(name);
    if (tile.matches()) {
      Optional<TilePath.Part> part = TilePath.part(tile.group(2));
      boolean records = tile.group(1).equals("entries");
      int level = records ? 0 : Integer.parseInt(tile.group(1));
      if (part.filter(found -> end(found, level) <= known).isPresent()) {
        return;
      }
      if (records) {
        each.accept(bundle(FOLDER + name, Files.readAllBytes(file)));
      }
    }
    archive.put(FOLDER + name, Files.newInputStream(file));
  }

  /** How many records the log has at least where there is this tile. */
  private static long end(TilePath.Part part, int level) {
    return (part.index() * TreeEdge.TILE_WIDTH + part.width()) << (8 * level);
  }

  private static Bundle bundle(String file, byte[] octets) {
    List<Instant> times = records(octets).map(record -> record.content().at()).toList();
    return new Bundle(
        file,
        times.stream().min(Comparator.naturalOrder()).orElse(Instant.EPOCH),
        times.stream().max(Comparator.naturalOrder()).orElse(Instant.EPOCH),
        octets);
  }

  /** The records of a bundle. */
  static Stream<EncodedRecord> records(byte[] bundle) {
    return EntryBundle.unpack(bundle).stream().map(EncodedRecord::decode);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }
}
