package org.opentws.audit;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.StoredEdge;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditSealRepository.Sealing;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.audit.store.SealedItem;

/**
 * This node's knowledge of the sealed log: the tree's right edge. Whatever the database says must
 * continue what this node knew before; a log that was set back or rewritten is refused.
 */
final class SealedTree {
  /** Leaves of another node that are appended one by one; beyond that the tiles are read. */
  private static final long APPENDED_MAX = 500_000;

  private static final TreeEdge.FullTile WITHOUT_TILES = (level, index, hashes) -> {};

  /** The edge in step with the database; null when it must be read again. */
  private @Nullable TreeEdge edge;

  /** The largest tree this node has known, in memory or in its file. */
  private long knownSize;

  private byte[] knownRoot;

  SealedTree(Optional<Checkpoint> known) {
    knownSize = known.map(Checkpoint::size).orElse(0L);
    knownRoot = known.map(c -> c.root().octets()).orElseGet(() -> new MerkleHash().empty());
  }

  /** Leaves of the largest tree that this node has known. */
  long knownSize() {
    return knownSize;
  }

  /**
   * Brings the edge in step with the last checkpoint in the database.
   *
   * @return whether it had to be read again: at the start, after a failure, or because another node
   *     sealed
   * @throws BrokenLog the database does not continue what this node knows
   */
  boolean follow(Sealing sealing, Optional<SealedCheckpoint> last) {
    long size = last.map(SealedCheckpoint::size).orElse(0L);
    byte[] root = last.map(c -> c.root().octets()).orElseGet(() -> new MerkleHash().empty());
    TreeEdge present = edge;
    if (present != null && size == knownSize && Arrays.equals(root, knownRoot)) {
      return false;
    }
    if (size < knownSize) {
      throw new BrokenLog(
          "the log in the database has " + size + " records, this node knows of " + knownSize);
    }
    if (present != null && size - knownSize <= APPENDED_MAX) {
      TreeEdge grown = grown(present.copy(), sealing, size);
      if (grown.size() == size && Arrays.equals(grown.root(), root)) {
        advanced(grown);
        return true;
      }
    }
    StoredEdge stored = new StoredEdge(sealing.tree());
    TreeEdge read = stored.at(size);
    if (!Arrays.equals(read.root(), root)) {
      throw new BrokenLog("the tree in the database does not have the root of its checkpoint");
    }
    byte[] before = stored.tree(read).rootAt(knownSize);
    if (!Arrays.equals(before, knownRoot)) {
      throw new BrokenLog(
          "the log in the database does not begin with the " + knownSize + " records known here");
    }
    advanced(read);
    return true;
  }

  /**
   * The known tree with the leaves that stand in the database after it, as far as they follow one
   * another. If its root is that of the checkpoint, the log continues what is known here.
   */
  private static TreeEdge grown(TreeEdge known, Sealing sealing, long size) {
    for (SealedItem item : sealing.tree().sealedFrom(known.size(), size)) {
      if (item.first() != known.size()) {
        break;
      }
      known.appendAll(item.leaves().octets(), WITHOUT_TILES);
    }
    return known;
  }

  /** A copy to append to; it becomes the edge by {@link #advanced}. */
  TreeEdge next() {
    TreeEdge present = edge;
    return present == null ? new TreeEdge() : present.copy();
  }

  void advanced(TreeEdge sealed) {
    edge = sealed;
    knownSize = sealed.size();
    knownRoot = sealed.root();
  }

  /** The outcome of a sealing is unknown: read the edge again. */
  void uncertain() {
    edge = null;
  }
}
