package org.opentws.audit.format;

import java.util.ArrayList;
import java.util.List;

/** Answers questions about a tree from its tiles. */
public final class TiledTree {
  /** Where tiles come from. */
  public interface Tiles {
    /**
     * A tile with at least the given number of hashes.
     *
     * @throws BrokenLog if there is none
     */
    byte[] read(int level, long index, int width);
  }

  private final MerkleHash hash = new MerkleHash();
  private final Tiles tiles;

  public TiledTree(Tiles tiles) {
    this.tiles = tiles;
  }

  /** The root that the tree had when it had {@code size} leaves. */
  public byte[] rootAt(long size) {
    List<byte[]> subtrees = new ArrayList<>();
    for (int level = TreeEdge.levelsOf(size) - 1; level >= 0; level--) {
      int count = TreeEdge.partialWidth(size, level);
      if (count == 0) {
        continue;
      }
      byte[] tile = tiles.read(level, size >>> (8 * (level + 1)), count);
      int at = 0;
      for (int bit = TreeEdge.TILE_WIDTH / 2; bit > 0; bit /= 2) {
        if ((count & bit) != 0) {
          subtrees.add(hash.perfect(tile, at, bit));
          at += bit;
        }
      }
    }
    return TreeEdge.fold(hash, subtrees);
  }

  /**
   * The edge of a tree of that size: level 0 as read, higher levels computed from the full tiles
   * below them.
   *
   * @param leaves hashes of the leaves after the last full tile of level 0
   */
  public TreeEdge edgeAt(long size, byte[] leaves) {
    List<byte[]> partial = new ArrayList<>();
    for (int level = 0; level < TreeEdge.levelsOf(size); level++) {
      partial.add(level == 0 ? leaves : parentsAt(size, level));
    }
    return new TreeEdge(size, partial);
  }

  private byte[] parentsAt(long size, int level) {
    int count = TreeEdge.partialWidth(size, level);
    long first = (size >>> (8 * level)) - count;
    byte[] hashes = new byte[count * MerkleHash.LENGTH];
    for (int i = 0; i < count; i++) {
      byte[] below = tiles.read(level - 1, first + i, TreeEdge.TILE_WIDTH);
      byte[] parent = hash.perfect(below, 0, TreeEdge.TILE_WIDTH);
      System.arraycopy(parent, 0, hashes, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
    }
    return hashes;
  }
}
