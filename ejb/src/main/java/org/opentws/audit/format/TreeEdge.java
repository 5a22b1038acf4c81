package org.opentws.audit.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The growing right edge of the tree: for each level the tile that is not full yet. Enough to
 * append leaves and to know the root (RFC 9162, 2.1.1) without reading anything. Not for use by
 * several threads.
 */
public final class TreeEdge {
  /** Hashes in a full tile; a tile's own root is one hash of the next level (C2SP tlog-tiles). */
  public static final int TILE_WIDTH = 256;

  /** What to do with a tile that became full. */
  public interface FullTile {
    void accept(int level, long index, byte[] hashes);
  }

  private final MerkleHash hash = new MerkleHash();
  private final List<byte[]> levels = new ArrayList<>();
  private long size;

  /** The tree without leaves. */
  public TreeEdge() {}

  /**
   * An edge as read back.
   *
   * @param size leaves in the tree
   * @param partial for each level, lowest first, the hashes of its partial tile (may be none)
   */
  public TreeEdge(long size, List<byte[]> partial) {
    this.size = size;
    for (int level = 0; level < partial.size(); level++) {
      int count = partialWidth(size, level);
      byte[] tile = partial.get(level);
      if (tile.length != count * MerkleHash.LENGTH) {
        throw new IllegalArgumentException("level " + level + " should have " + count + " hashes");
      }
      levels.add(Arrays.copyOf(tile, TILE_WIDTH * MerkleHash.LENGTH));
    }
    if (levels.size() < levelsOf(size)) {
      throw new IllegalArgumentException("a tree of " + size + " leaves has more levels");
    }
  }

  /** Hashes in the partial tile of a level in a tree of that size: 0 to 255. */
  public static int partialWidth(long size, int level) {
    return (int) ((size >>> (8 * level)) % TILE_WIDTH);
  }

  /** How many levels of tiles, full or partial, a tree of that size has. */
  public static int levelsOf(long size) {
    int levels = 0;
    while (size >>> (8 * levels) != 0) {
      levels++;
    }
    return levels;
  }

  public long size() {
    return size;
  }

  public TreeEdge copy() {
    TreeEdge copy = new TreeEdge();
    copy.size = size;
    levels.forEach(tile -> copy.levels.add(tile.clone()));
    return copy;
  }

  /** Appends leaf hashes that stand one after the other; see {@link #append}. */
  public void appendAll(byte[] leafHashes, FullTile full) {
    for (int at = 0; at < leafHashes.length; at += MerkleHash.LENGTH) {
      append(Arrays.copyOfRange(leafHashes, at, at + MerkleHash.LENGTH), full);
    }
  }

  /** Appends the hash of one leaf; hands over each tile that became full, lowest level first. */
  public void append(byte[] leafHash, FullTile full) {
    byte[] next = leafHash;
    for (int level = 0; ; level++) {
      if (level == levels.size()) {
        levels.add(new byte[TILE_WIDTH * MerkleHash.LENGTH]);
      }
      byte[] tile = levels.get(level);
      int at = partialWidth(size, level);
      System.arraycopy(next, 0, tile, at * MerkleHash.LENGTH, MerkleHash.LENGTH);
      if (at < TILE_WIDTH - 1) {
        break;
      }
      full.accept(level, size >>> (8 * (level + 1)), tile.clone());
      next = hash.perfect(tile, 0, TILE_WIDTH);
    }
    size++;
  }

  /** Root over all leaves. */
  public byte[] root() {
    List<byte[]> subtrees = new ArrayList<>();
    for (int level = levels.size() - 1; level >= 0; level--) {
      int count = partialWidth(size, level);
      int at = 0;
      for (int bit = TILE_WIDTH / 2; bit > 0; bit /= 2) {
        if ((count & bit) != 0) {
          subtrees.add(hash.perfect(levels.get(level), at, bit));
          at += bit;
        }
      }
    }
    return fold(hash, subtrees);
  }

  /** Root over perfect subtrees given from left to right, each larger than the next. */
  static byte[] fold(MerkleHash hash, List<byte[]> subtrees) {
    if (subtrees.isEmpty()) {
      return hash.empty();
    }
    byte[] root = subtrees.get(subtrees.size() - 1);
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      root = hash.node(subtrees.get(i), root);
    }
    return root;
  }

  /** The hashes of the partial tile of a level; empty above the highest. */
  public byte[] partial(int level) {
    if (level >= levels.size()) {
      return new byte[0];
    }
    return Arrays.copyOf(levels.get(level), partialWidth(size, level) * MerkleHash.LENGTH);
  }
}
