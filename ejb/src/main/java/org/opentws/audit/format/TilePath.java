package org.opentws.audit.format;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of a log's files, on disk or at a URL (C2SP tlog-tiles). */
public final class TilePath {
  public static final String CHECKPOINT = "checkpoint";

  /** Enough for an index of 15 digits. */
  private static final Pattern PART =
      Pattern.compile("((?:x[0-9]{3}/){0,4}[0-9]{3})(?:\\.p/([0-9]{1,3}))?");

  /**
   * A tile or bundle of some level.
   *
   * @param width hashes or entries in it, from its first one on: 1 to 256
   */
  public record Part(long index, int width) {}

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

  /** What the end of a path names, such as {@code x001/x234/067.p/17}; empty if nothing. */
  public static Optional<Part> part(String text) {
    Matcher matcher = PART.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long index = Long.parseLong(matcher.group(1).replaceAll("[x/]", ""));
    String width = matcher.group(2);
    Part part = new Part(index, width == null ? TreeEdge.TILE_WIDTH : Integer.parseInt(width));
    // One name for each: no group of zeros in front.
    return part.width() >= 1
            && part.width() <= TreeEdge.TILE_WIDTH
            && text.equals(number(index) + partial(part.width()))
        ? Optional.of(part)
        : Optional.empty();
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
