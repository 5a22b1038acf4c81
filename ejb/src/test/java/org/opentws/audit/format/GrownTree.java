package org.opentws.audit.format;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A tree grown leaf by leaf, with its tiles and, beside it, the definition of RFC 9162, 2.1.1. */
final class GrownTree {
  private final MerkleHash hash = new MerkleHash();
  private final TreeEdge edge = new TreeEdge();
  private final Map<String, byte[]> full = new HashMap<>();
  private final List<byte[]> leaves = new ArrayList<>();

  static GrownTree of(int size) {
    GrownTree tree = new GrownTree();
    for (int i = 0; i < size; i++) {
      tree.add(("leaf " + i).getBytes(StandardCharsets.UTF_8));
    }
    return tree;
  }

  void add(byte[] entry) {
    byte[] leaf = hash.leaf(entry);
    leaves.add(leaf);
    edge.append(leaf, (level, index, hashes) -> full.put(level + "/" + index, hashes));
  }

  byte[] leaf(int index) {
    return leaves.get(index);
  }

  byte[] root() {
    return edge.root();
  }

  TiledTree.Tiles tiles() {
    return (level, index, width) -> {
      byte[] tile = full.get(level + "/" + index);
      return tile == null ? edge.partial(level) : tile;
    };
  }

  /** Straight from the definition. */
  byte[] rootOf(int from, int to) {
    if (to == from) {
      return hash.empty();
    }
    if (to - from == 1) {
      return leaves.get(from);
    }
    int middle = from + Integer.highestOneBit(to - from - 1);
    return hash.node(rootOf(from, middle), rootOf(middle, to));
  }
}
