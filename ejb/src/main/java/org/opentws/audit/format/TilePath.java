package org.opentws.audit.format;

import java.util.Locale;

/** Names of files in an export (C2SP tlog-tiles). */
public final class TilePath {
  public static final String CHECKPOINT = "checkpoint";

  private TilePath() {}

  /**
   * A tile of hashes.
   *
   * @param width hashes in it; 256 for a full one
   */
  public static String tile(int level, long index, int width) {
    return "tile/" + level + "/" + number(index) + partial(width);
  }

  /** A bundle of entries. */
  public static String entries(long index, int width) {
    return "tile/entries/" + number(index) + partial(width);
  }

  private static String partial(int width) {
    return width == TreeEdge.TILE_WIDTH ? "" : ".p/" + width;
  }

  /** Groups of three digits, all but the last with an x before them. */
  static String number(long index) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%03d", index % 1000));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      text.insert(0, String.format(Locale.ROOT, "x%03d/", rest % 1000));
    }
    return text.toString();
  }
}
