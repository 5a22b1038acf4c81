package org.opentws.audit.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Proofs of RFC 9162, 2.1.3 and 2.1.4: makes them from tiles, and judges them without any. */
public final class TreeProof {
  private final MerkleHash hash = new MerkleHash();
  private final TiledTree.Tiles tiles;

  public TreeProof(TiledTree.Tiles tiles) {
    this.tiles = tiles;
  }

  /**
   * That a leaf stands in the tree of a size: hashes from the leaf's sibling up to the root's
   * child.
   *
   * @throws IllegalArgumentException there is no such leaf
   */
  public List<byte[]> inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("leaf " + index + " of " + size);
    }
    List<byte[]> path = new ArrayList<>();
    long from = 0;
    long to = size;
    while (to - from > 1) {
      long middle = from + split(to - from);
      if (index < middle) {
        path.add(0, root(middle, to));
        to = middle;
      } else {
        path.add(0, root(from, middle));
        from = middle;
      }
    }
    return path;
  }

  /**
   * That the tree of one size begins with that of a smaller one.
   *
   * @throws IllegalArgumentException the first is larger, or empty
   */
  public List<byte[]> consistency(long first, long second) {
    if (first < 1 || first > second) {
      throw new IllegalArgumentException("from " + first + " to " + second);
    }
    List<byte[]> proof = new ArrayList<>();
    long from = 0;
    long to = second;
    boolean known = true;
    while (to != first) {
      long middle = from + split(to - from);
      if (first <= middle) {
        proof.add(0, root(middle, to));
        to = middle;
      } else {
        proof.add(0, root(from, middle));
        from = middle;
        known = false;
      }
    }
    if (!known) {
      proof.add(0, root(from, to));
    }
    return proof;
  }

  /** The largest power of two that is smaller. */
  private static long split(long count) {
    return Long.highestOneBit(count - 1);
  }

  /** The root over leaves from one index up to before another; begins where a subtree begins. */
  private byte[] root(long from, long to) {
    long count = to - from;
    if (Long.bitCount(count) == 1) {
      return perfect(from, count);
    }
    long middle = from + split(count);
    return hash.node(root(from, middle), root(middle, to));
  }

  private byte[] perfect(long from, long count) {
    int height = Long.numberOfTrailingZeros(count);
    int level = height / 8;
    long first = from >>> (8 * level);
    int width = 1 << (height % 8);
    int at = (int) (first % TreeEdge.TILE_WIDTH);
    byte[] tile = tiles.read(level, first / TreeEdge.TILE_WIDTH, at + width);
    return hash.perfect(tile, at, width);
  }

  /** RFC 9162, 2.1.3.2: whether the leaf stands at that index of the tree with that root. */
  public static boolean isIncluded(
      byte[] leafHash, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) {
      return false;
    }
    MerkleHash hash = new MerkleHash();
    byte[] reached = leafHash;
    long node = index;
    long last = size - 1;
    for (byte[] next : path) {
      if (last == 0 || next.length != MerkleHash.LENGTH) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        reached = hash.node(next, reached);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        reached = hash.node(reached, next);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(reached, root);
  }

  /** A tree as a checkpoint names it. */
  public record Head(long size, byte[] root) {}

  /** RFC 9162, 2.1.4.2: whether the second tree begins with the first. */
  public static boolean isConsistent(Head first, Head second, List<byte[]> proof) {
    if (first.size() < 1 || first.size() > second.size()) {
      return false;
    }
    if (first.size() == second.size()) {
      return proof.isEmpty() && Arrays.equals(first.root(), second.root());
    }
    List<byte[]> path = new ArrayList<>(proof);
    if (Long.bitCount(first.size()) == 1) {
      path.add(0, first.root());
    }
    return !path.isEmpty() && follows(first, second, path);
  }

  private static boolean follows(Head first, Head second, List<byte[]> path) {
    MerkleHash hash = new MerkleHash();
    long node = first.size() - 1;
    long last = second.size() - 1;
    while ((node & 1) == 1) {
      node >>>= 1;
      last >>>= 1;
    }
    byte[] before = path.get(0);
    byte[] after = path.get(0);
    for (byte[] next : path.subList(1, path.size())) {
      if (last == 0 || next.length != MerkleHash.LENGTH) {
        return false;
      }
      if ((node & 1) == 1 || node == last) {
        before = hash.node(next, before);
        after = hash.node(next, after);
        while ((node & 1) == 0 && node != 0) {
          node >>>= 1;
          last >>>= 1;
        }
      } else {
        after = hash.node(after, next);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && Arrays.equals(before, first.root()) && Arrays.equals(after, second.root());
  }
}
