package org.opentws.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What a backup says of itself; stands in it as manifest.json, signed by manifest.p7s.
 *
 * @param format version of the form
 * @param account who asked for it
 * @param person the natural person behind the account
 * @param takenAt when the snapshot was taken (RFC 3339)
 * @param authoritySha256 of the management CA's certificate: which installation it is of
 * @param schema digest of the schema's description: which version it can be restored into
 * @param checkpoint newest signed checkpoint of the audit log in it; empty if there is none
 * @param key opens the tables
 * @param numbers the highest number in each column that a sequence numbers
 * @param files everything else that stands in the archive
 */
public record BackupManifest(
    String format,
    String id,
    String account,
    String person,
    String takenAt,
    String authoritySha256,
    String schema,
    String checkpoint,
    Key key,
    List<Table> tables,
    Map<String, Long> numbers,
    List<Part> files) {
  public static final String FORMAT = "opentws-backup-1";
  public static final String NAME = "manifest.json";
  public static final String SIGNATURE = "manifest.p7s";

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * How the tables are opened.
   *
   * @param kek the key-encryption key in the device that wraps the backup's own key
   * @param token that device
   * @param wrapped the backup's key (RFC 5649), base64
   * @param kekBackup the key-encryption key itself under the device's backup key, base64; empty if
   *     the device has none
   */
  public record Key(String kek, String token, String wrapped, String kekBackup) {}

  /**
   * A table.
   *
   * @param rows how many
   * @param parts how many files it fills
   */
  public record Table(String name, List<String> columns, long rows, int parts) {
    public Table {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A file of the archive.
   *
   * @param sha256 lower-case hex
   */
  public record Part(String name, String sha256, long octets) {}

  public BackupManifest {
    tables = List.copyOf(tables);
    numbers = Map.copyOf(numbers);
    files = List.copyOf(files);
  }

  /** The name of a part of a table; it is authenticated with the part's content. */
  public static String part(String table, int number) {
    return "tables/%s-%05d".formatted(table, number);
  }

  byte[] encoded() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records are JSON", e);
    }
  }

  /**
   * The manifest again; nothing of it is believed yet.
   *
   * @throws BackupFault it is none
   */
  static BackupManifest read(byte[] encoded) throws BackupFault {
    try {
      BackupManifest manifest = JSON.readValue(encoded, BackupManifest.class);
      if (!FORMAT.equals(manifest.format())) {
        throw new BackupFault("it is a backup of a form that is not known here");
      }
      return manifest;
    } catch (IOException | NullPointerException e) {
      throw new BackupFault(NAME + " cannot be read", e);
    }
  }
}
