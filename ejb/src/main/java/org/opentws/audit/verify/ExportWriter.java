package org.opentws.audit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.CosignedNote;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.audit.store.StampedNote;
import org.opentws.audit.store.StoredRow;
import org.opentws.value.Der;

/**
 * Writes the log into a directory as C2SP tlog-tiles, up to its last signed checkpoint, so that
 * others can verify it with their own tools.
 */
public final class ExportWriter {
  /** The newest checkpoint that a witness has cosigned. */
  static final String COSIGNED = "cosigned";

  /** Folder of time-stamped checkpoints: the note, and beside it the token. */
  static final String STAMPED = "stamped";

  static final String TOKEN = ".tst";

  private final AuditLogReader reader;
  private final Path directory;
  private final String origin;
  private final MerkleHash hash = new MerkleHash();
  private final TreeEdge edge = new TreeEdge();
  private final List<byte[]> bundle = new ArrayList<>();
  private long size;

  /**
   * Exports once.
   *
   * @param directory must not exist
   * @param origin name of the log, for an export without any signed checkpoint
   */
  public ExportWriter(AuditLogReader reader, Path directory, String origin) {
    this.reader = reader;
    this.directory = directory;
    this.origin = origin;
  }

  /**
   * Writes everything.
   *
   * @return records exported
   * @throws BrokenLog the log cannot be exported: verify it
   */
  public long write() throws IOException {
    Files.createDirectory(directory);
    String note =
        reader
            .lastNote()
            .map(last -> CosignedCheckpoint.of(last).encoded())
            .orElseGet(this::unsigned);
    size = Checkpoint.parse(SignedNote.parse(note).text()).size();
    reader.rows(0, this::row);
    if (edge.size() != size) {
      throw new BrokenLog("the log ends with record " + edge.size() + ", not " + size);
    }
    for (int level = 0; level < TreeEdge.levelsOf(size); level++) {
      byte[] partial = edge.partial(level);
      if (partial.length > 0) {
        int width = partial.length / MerkleHash.LENGTH;
        put(TilePath.tile(level, size >>> (8 * (level + 1)), width), partial);
      }
    }
    if (!bundle.isEmpty()) {
      putBundle(size / TreeEdge.TILE_WIDTH);
    }
    for (Map.Entry<Der, Der> signer : reader.signers().entrySet()) {
      String name = HexFormat.of().formatHex(signer.getKey().octets());
      put("certificates/" + name + ".pem", pem(signer.getValue().octets()));
    }
    putCosigned();
    for (StampedNote stamped : reader.stamps(0)) {
      String name = STAMPED + "/" + stamped.note().size();
      put(name, stamped.note().note().getBytes(StandardCharsets.UTF_8));
      put(name + TOKEN, stamped.token().octets());
    }
    // Last, so that an export cut short is not taken for a whole one.
    put(TilePath.CHECKPOINT, note.getBytes(StandardCharsets.UTF_8));
    return size;
  }

  /** The newest checkpoint is mostly too young to be cosigned. */
  private void putCosigned() {
    Optional<CosignedNote> last =
        reader.lastNote(0).filter(stored -> !stored.cosignatures().isEmpty());
    last.ifPresent(
        stored ->
            put(
                COSIGNED,
                CosignedCheckpoint.of(stored).encoded().getBytes(StandardCharsets.UTF_8)));
  }

  private String unsigned() {
    List<SealedCheckpoint> checkpoints = reader.checkpoints(0);
    Optional<SealedCheckpoint> last =
        checkpoints.isEmpty()
            ? Optional.empty()
            : Optional.of(checkpoints.get(checkpoints.size() - 1));
    Checkpoint checkpoint =
        last.map(c -> new Checkpoint(origin, c.size(), c.root()))
            .orElseGet(() -> new Checkpoint(origin, 0, Der.of(hash.empty())));
    return new SignedNote(checkpoint.text(), List.of()).encoded();
  }

  private void row(StoredRow row) {
    byte[] contents =
        row.contents()
            .orElseThrow(() -> new BrokenLog("record " + row.sealed().first() + " is missing"))
            .octets();
    List<byte[]> entries =
        switch (row.sealed().item().kind()) {
          case SEGMENT -> EntryBundle.unpack(contents);
          case RECORD -> List.of(contents);
        };
    for (byte[] entry : entries) {
      if (edge.size() < size) {
        entry(entry);
      }
    }
  }

  private void entry(byte[] entry) {
    bundle.add(entry);
    edge.append(
        hash.leaf(entry),
        (level, index, hashes) -> put(TilePath.tile(level, index, TreeEdge.TILE_WIDTH), hashes));
    if (bundle.size() == TreeEdge.TILE_WIDTH) {
      putBundle(edge.size() / TreeEdge.TILE_WIDTH - 1);
    }
  }

  private void putBundle(long index) {
    put(TilePath.entries(index, bundle.size()), EntryBundle.pack(bundle));
    bundle.clear();
  }

  private void put(String name, byte[] contents) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, contents);
    } catch (IOException e) {
      throw new UncheckedIOException("write " + name, e);
    }
  }

  private static byte[] pem(byte[] certificate) {
    String text =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
