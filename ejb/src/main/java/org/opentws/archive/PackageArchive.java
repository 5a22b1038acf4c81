package org.opentws.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.opentws.value.Sha256;

/**
 * The ZIP archive, written once from beginning to end with memory for one part. Its directory
 * stands at its end, after the signature: what was cut short does not open.
 */
public final class PackageArchive implements AutoCloseable {
  /** What is read and, for personal data, encrypted at once. */
  private static final int PART_OCTETS = 4 << 20;

  private static final int BUFFER_OCTETS = 1 << 16;

  private final ZipOutputStream zip;
  private final Instant at;
  private final List<PackedFile> files = new ArrayList<>();

  public PackageArchive(OutputStream out, Instant at) {
    this.zip = new ZipOutputStream(out);
    this.at = at;
  }

  /** The files so far. */
  public List<PackedFile> files() {
    return List.copyOf(files);
  }

  public void put(String name, byte[] octets) {
    put(name, octets, 1);
  }

  private void put(String name, byte[] octets, long records) {
    MessageDigest digest = Sha256.digest();
    digest.update(octets);
    try {
      open(name);
      zip.write(octets);
      close(name, digest, octets.length, records);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Of any length; closes what it reads. */
  public void put(String name, InputStream in) {
    MessageDigest digest = Sha256.digest();
    long length = 0;
    byte[] buffer = new byte[BUFFER_OCTETS];
    try (in) {
      open(name);
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        zip.write(buffer, 0, read);
        length += read;
      }
      close(name, digest, length, 1);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void open(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(at.toEpochMilli());
    zip.putNextEntry(entry);
  }

  private void close(String name, MessageDigest digest, long octets, long records)
      throws IOException {
    zip.closeEntry();
    files.add(new PackedFile(name, HexFormat.of().formatHex(digest.digest()), octets, records));
  }

  /** Begins a list; its parts are files NAME-00001.jsonl and so on, one JSON object a line. */
  public Lines lines(String name, String ending, Function<byte[], byte[]> form) {
    return new Lines(name, ending, form);
  }

  /** A list of records. Closed at its end; an empty one has one empty part. */
  public final class Lines implements AutoCloseable {
    private final String name;
    private final String ending;
    private final Function<byte[], byte[]> form;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private int parts;
    private long records;

    private Lines(String name, String ending, Function<byte[], byte[]> form) {
      this.name = name;
      this.ending = ending;
      this.form = form;
    }

    /**
     * Adds it.
     *
     * @return the file in which it will stand
     */
    public String add(Object record) {
      String file = name(parts + 1);
      part.writeBytes(JsonText.of(record));
      part.write('\n');
      records++;
      if (part.size() >= PART_OCTETS) {
        flush();
      }
      return file;
    }

    private String name(int number) {
      return "%s-%05d%s".formatted(name, number, ending);
    }

    private void flush() {
      parts++;
      put(name(parts), form.apply(part.toByteArray()), records);
      part.reset();
      records = 0;
    }

    @Override
    public void close() {
      if (parts == 0 || records > 0) {
        flush();
      }
    }
  }

  private static UncheckedIOException unwritable(IOException e) {
    return new UncheckedIOException("the package cannot be written", e);
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }
}
