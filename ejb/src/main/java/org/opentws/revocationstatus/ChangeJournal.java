package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;
import org.opentws.revocationstatus.store.SealedChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All status changes that this node has learned, in a file outside of the database: whoever sets
 * the database back does not reach it, and what a restored backup lacks is brought back from it
 * (RM1.3).
 *
 * <p>Written after the change was learned and before anybody is told of it. A crash may cut its
 * last line off: then the database still has that change.
 */
@ApplicationScoped
public class ChangeJournal {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeJournal.class);
  private static final String NAME = "changes";

  @Inject Config config;

  /** Guarded by this. */
  private @Nullable FileChannel channel;

  /** Guarded by this. */
  private boolean written;

  /** Learned, and not in the file yet. Guarded by this. */
  private final List<SealedChange> unwritten = new ArrayList<>();

  private Path file() {
    return folder().resolve(NAME);
  }

  Path folder() {
    return StatusNode.from(config).stateDirectory();
  }

  /**
   * Reads it from its beginning.
   *
   * @param taken gets the changes in their order, at most so many at a time
   * @throws StatusNotTrusted if it is damaged elsewhere than at its end
   */
  synchronized void read(int atMost, Consumer<List<SealedChange>> taken) {
    if (!Files.exists(file())) {
      return;
    }
    cutTornEnd();
    try (BufferedReader lines = Files.newBufferedReader(file(), StandardCharsets.UTF_8)) {
      List<SealedChange> batch = new ArrayList<>();
      String line = lines.readLine();
      while (line != null) {
        batch.add(JournalLine.parse(line));
        if (batch.size() == atMost) {
          taken.accept(batch);
          batch = new ArrayList<>();
        }
        line = lines.readLine();
      }
      if (!batch.isEmpty()) {
        taken.accept(batch);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /** A line without its end was being written when the node was killed. */
  private void cutTornEnd() {
    try (RandomAccessFile opened = new RandomAccessFile(file().toFile(), "rw")) {
      long end = opened.length();
      while (end > 0) {
        opened.seek(end - 1);
        if (opened.read() == '\n') {
          break;
        }
        end--;
      }
      opened.setLength(end);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Appends changes that were found genuine. What a full disk does not take is kept in memory and
   * written first the next time, so that no number is missing; the database has it meanwhile.
   */
  synchronized void append(List<SealedChange> changes) {
    unwritten.addAll(changes);
    if (unwritten.isEmpty()) {
      return;
    }
    StringBuilder lines = new StringBuilder();
    unwritten.forEach(change -> lines.append(JournalLine.of(change)).append('\n'));
    try {
      write(open(), ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
      unwritten.clear();
      written = true;
    } catch (IOException e) {
      LOG.error("The journal of status changes lacks {} for now", unwritten.size(), e);
    }
  }

  /** All of it or nothing: half a line would spoil the next one. */
  private static void write(FileChannel open, ByteBuffer octets) throws IOException {
    long begin = open.size();
    try {
      while (octets.hasRemaining()) {
        open.write(octets);
      }
    } catch (IOException e) {
      open.truncate(begin);
      throw e;
    }
  }

  /** Makes what was appended durable; once a second is enough, for the database has it too. */
  synchronized void force() {
    if (!written) {
      return;
    }
    try {
      open().force(false);
      written = false;
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open == null) {
      Files.createDirectories(file().getParent());
      open =
          FileChannel.open(
              file(),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
      channel = open;
    }
    return open;
  }

  private static UncheckedIOException unusable(IOException e) {
    return new UncheckedIOException("the journal of status changes cannot be used", e);
  }
}
