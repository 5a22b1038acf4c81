package org.opentws.audit.format;

import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.SealedItem;

/** The tree of a given size as the database holds it: full tiles, and leaves after the last one. */
public final class StoredEdge {
  private final AuditTreeRepository.Reading reading;

  public StoredEdge(AuditTreeRepository.Reading reading) {
    this.reading = reading;
  }

  /**
   * Its right edge.
   *
   * @throws BrokenLog the database does not hold a tree of that size
   */
  public TreeEdge at(long size) {
    int count = TreeEdge.partialWidth(size, 0);
    byte[] leaves = count == 0 ? new byte[0] : leaves(size - count, size);
    return new TiledTree((level, index, width) -> fullTile(level, index)).edgeAt(size, leaves);
  }

  private byte[] leaves(long from, long size) {
    byte[] leaves = new byte[(int) (size - from) * MerkleHash.LENGTH];
    long reached = from;
    for (SealedItem item : reading.sealedFrom(from, size)) {
      byte[] hashes = item.leaves().octets();
      int skip = (int) Math.max(0, from - item.first());
      int width = (int) Math.min(hashes.length / MerkleHash.LENGTH, size - item.first()) - skip;
      if (item.first() + skip != reached) {
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
    return leaves;
  }

  /** The whole tree of which this is the edge. */
  public TiledTree tree(TreeEdge edge) {
    return new TiledTree(tiles(edge));
  }

  /** Its tiles. */
  public TiledTree.Tiles tiles(TreeEdge edge) {
    return (level, index, width) ->
        index == edge.size() >>> (8 * (level + 1)) ? edge.partial(level) : fullTile(level, index);
  }

  private byte[] fullTile(int level, long index) {
    return reading
        .tile(level, index)
        .orElseThrow(() -> new BrokenLog("tile " + level + "/" + index + " is missing"))
        .octets();
  }
}
