package org.opentws.audit.verify;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.TreeEdge;
import org.opentws.value.Der;

/**
 * Rebuilds the tree from leaf hashes and compares it with stored tiles and with the roots that
 * checkpoints, notes and the outside remember.
 */
final class TreeCheck {
  /** Where stored tiles come from; empty if one is missing. */
  interface StoredTiles {
    Optional<Der> tile(int level, long index);
  }

  /** Says what a record is, to name it. */
  interface Describe {
    Optional<RecordContent> record(long index);
  }

  /** A root that somebody remembers. */
  record Remembered(long size, Der root, String by) {}

  private final Findings findings;
  private final StoredTiles tiles;
  private final Describe describe;
  private TreeEdge edge = new TreeEdge();
  private final NavigableSet<Long> sizes = new TreeSet<>();
  private final Map<Long, Der> roots = new HashMap<>();
  private long tilesSeen;

  TreeCheck(Findings findings, StoredTiles tiles, Describe describe) {
    this.findings = findings;
    this.tiles = tiles;
    this.describe = describe;
  }

  /** Goes on from a tree that is known to be right. Before any leaf is appended. */
  void begin(TreeEdge known) {
    edge = known;
    if (sizes.contains(edge.size())) {
      roots.put(edge.size(), Der.of(edge.root()));
    }
  }

  /** What the record of an index says, as far as it can be read. */
  Optional<RecordContent> describe(long index) {
    return describe.record(index);
  }

  /** The root at this size will be asked for. Before any leaf is appended. */
  void remember(long size) {
    sizes.add(size);
  }

  /** Hashes of the partial tile at the right edge. */
  byte[] partial(int level) {
    return edge.partial(level);
  }

  long size() {
    return edge.size();
  }

  long tilesSeen() {
    return tilesSeen;
  }

  void append(byte[] leafHash) {
    edge.append(leafHash, this::compare);
    if (sizes.contains(edge.size())) {
      roots.put(edge.size(), Der.of(edge.root()));
    }
  }

  private void compare(int level, long index, byte[] hashes) {
    tilesSeen++;
    compare(level, index, hashes, tiles.tile(level, index).map(Der::octets));
  }

  /** The same for a tile at the right edge, which only exports store. */
  void comparePartial(int level, long index, byte[] hashes, Optional<byte[]> stored) {
    compare(level, index, hashes, stored);
  }

  private void compare(int level, long index, byte[] hashes, Optional<byte[]> stored) {
    long width = 1L << (8 * level);
    long first = index * width * TreeEdge.TILE_WIDTH;
    if (stored.isEmpty()) {
      findings.add(first, Optional.empty(), "tile " + level + "/" + index + " is missing");
      return;
    }
    int differs = Arrays.mismatch(stored.get(), hashes);
    if (differs >= 0) {
      long at = first + differs / MerkleHash.LENGTH * width;
      if (!findings.within(at, at + width)) {
        findings.add(
            at, describe.record(at), "its hash is not the one in tile " + level + "/" + index);
      }
    }
  }

  /**
   * Compares roots, in order of their size; after the first that differs all others must.
   *
   * @param good size up to which the log is known to be right
   * @return that size after this comparison; unchanged if the root differs
   */
  long compare(Remembered remembered, long good) {
    if (remembered.size() > edge.size()) {
      findings.add(
          edge.size(),
          Optional.empty(),
          remembered.by()
              + " knows of "
              + remembered.size()
              + " records, the log ends with "
              + edge.size()
              + ": its end was cut off");
      return good;
    }
    Der root = roots.get(remembered.size());
    if (remembered.size() == 0 || (root != null && root.equals(remembered.root()))) {
      return Math.max(good, remembered.size());
    }
    if (!findings.within(good, remembered.size())) {
      findings.add(
          good,
          describe.record(good),
          "the log differs from what "
              + remembered.by()
              + " covers; the first bad record is one of "
              + good
              + " to "
              + (remembered.size() - 1));
    }
    return good;
  }
}
