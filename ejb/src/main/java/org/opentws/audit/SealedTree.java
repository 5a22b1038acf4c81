package org.opentws.audit;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.TiledTree;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.store.AuditSealRepository.Sealing;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.audit.store.SealedItem;

/**
 * This node's knowledge of the sealed log: the tree's right edge. Whatever the database says must
 * continue what this node knew before; a log that was set back or rewritten is refused.
 */
final class SealedTree {
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
    TreeEdge read = readEdge(sealing.tree(), size);
    if (!Arrays.equals(read.root(), root)) {
      throw new BrokenLog("the tree in the database does not have the root of its checkpoint");
    }
    byte[] before = tree(sealing.tree(), read).rootAt(knownSize);
    if (!Arrays.equals(before, knownRoot)) {
      throw new BrokenLog(
          "the log in the database does not begin with the " + knownSize + " records known here");
    }
    edge = read;
    knownSize = size;
    knownRoot = root;
    return true;
  }

  private static TreeEdge readEdge(AuditTreeRepository.Reading reading, long size) {
    int count = TreeEdge.partialWidth(size, 0);
    long from = size - count;
    byte[] leaves = new byte[count * MerkleHash.LENGTH];
    if (count > 0) {
      long reached = from;
      for (SealedItem item : reading.sealedFrom(from)) {
        byte[] hashes = item.leaves().octets();
        int skip = (int) Math.max(0, from - item.first());
        int width = hashes.length / MerkleHash.LENGTH - skip;
        if (item.first() + skip != reached || reached + width > size) {
          throw new BrokenLog("the order of the log has a gap at " + reached);
        }
        System.arraycopy(
            hashes,
            skip * MerkleHash.LENGTH,
            leaves,
            (int) (reached - from) * MerkleHash.LENGTH,
            width * MerkleHash.LENGTH);
        reached += width;
      }
      if (reached != size) {
        throw new BrokenLog("the order of the log ends at " + reached + " instead of " + size);
      }
    }
    return new TiledTree((level, index, width) -> fullTile(reading, level, index))
        .edgeAt(size, leaves);
  }

  private static TiledTree tree(AuditTreeRepository.Reading reading, TreeEdge edge) {
    return new TiledTree(
        (level, index, width) ->
            index == edge.size() >>> (8 * (level + 1))
                ? edge.partial(level)
                : fullTile(reading, level, index));
  }

  private static byte[] fullTile(AuditTreeRepository.Reading reading, int level, long index) {
    return reading
        .tile(level, index)
        .orElseThrow(() -> new BrokenLog("tile " + level + "/" + index + " is missing"))
        .octets();
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
