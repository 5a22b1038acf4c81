package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TilePath;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.StoredRow;

/**
 * Makes the files of the log as C2SP tlog-tiles, one at a time, up to its newest signed checkpoint.
 */
public final class TileWriter {
  private final CoveredLog log;
  private final MerkleHash hash = new MerkleHash();

  private TileWriter(CoveredLog log) {
    this.log = log;
  }

  /** A writer over the log as it stands; empty if no checkpoint is signed yet. */
  public static Optional<TileWriter> over(AuditLogReader reader) {
    return reader.lastNote().map(stored -> new TileWriter(CoveredLog.of(reader, stored)));
  }

  /** The newest signed checkpoint, with the cosignatures that it has. */
  public SignedNote checkpoint() {
    return log.checkpoint();
  }

  /**
   * Hashes of a level.
   *
   * @return empty if the checkpoint does not cover them all
   * @throws BrokenLog they cannot be read: verify the log
   */
  public Optional<byte[]> tile(int level, TilePath.Part part) {
    if (!covers(level, part)) {
      return Optional.empty();
    }
    byte[] tile = log.tiles().read(level, part.index(), part.width());
    return Optional.of(Arrays.copyOf(tile, part.width() * MerkleHash.LENGTH));
  }

  /**
   * Records, each after its length.
   *
   * @return empty if the checkpoint does not cover them all
   * @throws BrokenLog one is missing, or not what was sealed: verify the log
   */
  public Optional<byte[]> entries(TilePath.Part part) {
    if (!covers(0, part)) {
      return Optional.empty();
    }
    long from = part.index() * TreeEdge.TILE_WIDTH;
    long to = from + part.width();
    List<byte[]> bundle = new ArrayList<>();
    log.reader().rowsHolding(from, to, row -> add(bundle, row, from, to));
    if (bundle.size() != part.width()) {
      throw new BrokenLog("there is no record " + (from + bundle.size()));
    }
    return Optional.of(EntryBundle.pack(bundle));
  }

  private boolean covers(int level, TilePath.Part part) {
    long hashes = level < TreeEdge.levelsOf(log.size()) ? log.size() >>> (8 * level) : 0;
    long tile = part.index();
    return tile < hashes / TreeEdge.TILE_WIDTH
        || tile == hashes / TreeEdge.TILE_WIDTH && part.width() <= hashes % TreeEdge.TILE_WIDTH;
  }

  private void add(List<byte[]> bundle, StoredRow row, long from, long to) {
    long first = row.sealed().first();
    byte[] leaves = row.sealed().leaves().octets();
    List<byte[]> entries =
        row.contents()
            .map(contents -> EntryBundle.of(row.sealed().item().kind(), contents))
            .orElse(List.of());
    for (long index = Math.max(from, first); index < to; index++) {
      int at = (int) (index - first);
      int leaf = at * MerkleHash.LENGTH;
      if (leaf >= leaves.length) {
        return;
      }
      if (at >= entries.size()
          || !Arrays.equals(
              hash.leaf(entries.get(at)),
              Arrays.copyOfRange(leaves, leaf, leaf + MerkleHash.LENGTH))) {
        throw new BrokenLog("record " + index + " is not what was sealed");
      }
      bundle.add(entries.get(at));
    }
  }
}
