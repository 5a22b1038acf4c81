package org.opentws.backup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.opentws.backup.store.DatabaseSnapshot;
import org.opentws.backup.store.TableShape;
import org.opentws.random.Randomness;
import org.opentws.value.Sha256;

/**
 * Writes the archive once from beginning to end, with memory for one part. Its directory stands at
 * its end: what was cut short does not open.
 */
final class BackupWriter implements AutoCloseable {
  private static final int PART_OCTETS = 4 << 20;

  private final ZipOutputStream zip;
  private final BackupCipher cipher;
  private final Randomness randomness;
  private final List<BackupManifest.Part> files = new ArrayList<>();
  private final List<BackupManifest.Table> tables = new ArrayList<>();

  BackupWriter(OutputStream out, BackupCipher cipher, Randomness randomness) {
    this.zip = new ZipOutputStream(out);
    this.cipher = cipher;
    this.randomness = randomness;
    // What is encrypted cannot be compressed any more.
    zip.setLevel(Deflater.NO_COMPRESSION);
  }

  List<BackupManifest.Part> files() {
    return List.copyOf(files);
  }

  List<BackupManifest.Table> tables() {
    return List.copyOf(tables);
  }

  void table(DatabaseSnapshot snapshot, TableShape table) {
    Lines lines = new Lines(table.name());
    long rows = snapshot.rows(table, lines::add);
    lines.flush();
    tables.add(new BackupManifest.Table(table.name(), table.columns(), rows, lines.parts));
  }

  private final class Lines {
    private final String table;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int parts;

    private Lines(String table) {
      this.table = table;
    }

    void add(String line) {
      part.writeBytes(line.getBytes(StandardCharsets.UTF_8));
      if (part.size() >= PART_OCTETS) {
        flush();
      }
    }

    void flush() {
      if (part.size() > 0) {
        parts++;
        String name = BackupManifest.part(table, parts);
        byte[] nonce = randomness.octets(BackupCipher.NONCE_OCTETS);
        put(name, cipher.seal(name, nonce, part.toByteArray()));
        part.reset();
      }
    }
  }

  void put(String name, byte[] octets) {
    try {
      ZipEntry entry = new ZipEntry(name);
      // The manifest says when; here it would only make equal things differ.
      entry.setTime(0);
      zip.putNextEntry(entry);
      zip.write(octets);
      zip.closeEntry();
      files.add(new BackupManifest.Part(name, Sha256.hex(octets), octets.length));
    } catch (IOException e) {
      throw new UncheckedIOException("the backup cannot be written", e);
    }
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the backup cannot be written", e);
    }
  }
}
