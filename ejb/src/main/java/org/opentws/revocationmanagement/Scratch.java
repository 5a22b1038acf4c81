package org.opentws.revocationmanagement;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Octets that are written once and then read: in memory, and from a size on in a file. So a list of
 * common size needs no disk, and one of any size no memory.
 */
final class Scratch extends OutputStream {
  /** About 30 000 entries of a CRL. */
  static final int IN_MEMORY_MAX = 1 << 20;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private Optional<Path> file = Optional.empty();
  private OutputStream out = memory;

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet});
  }

  @Override
  public void write(byte[] octets, int from, int length) throws IOException {
    if (file.isEmpty() && memory.size() + length > IN_MEMORY_MAX) {
      spill();
    }
    out.write(octets, from, length);
  }

  private void spill() throws IOException {
    Path made = Files.createTempFile("opentws-crl", ".entries");
    file = Optional.of(made);
    out = new BufferedOutputStream(Files.newOutputStream(made));
    memory.writeTo(out);
    memory.reset();
  }

  /** All that was written, from the beginning; nothing is written after this. */
  InputStream open() throws IOException {
    out.close();
    return file.isPresent()
        ? Files.newInputStream(file.get())
        : new ByteArrayInputStream(memory.toByteArray());
  }

  /** Forgets it. */
  @Override
  public void close() {
    try {
      out.close();
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
