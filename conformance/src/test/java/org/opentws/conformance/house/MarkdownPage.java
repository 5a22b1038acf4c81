package org.opentws.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A page of the documentation, as far as its links and headings are concerned.
 *
 * @param prose the text without code, whose brackets are no links
 */
record MarkdownPage(Path file, String text, String prose) {
  private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```\\s*?$");
  private static final Pattern INDENTED = Pattern.compile("(?m)^ {4,}.*$");
  private static final Pattern SPAN = Pattern.compile("`[^`\\n]*`");
  private static final Pattern LINK = Pattern.compile("!?\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
  private static final Pattern NOT_IN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

  /**
   * What a link says.
   *
   * @param file empty for a heading of the same page
   * @param heading empty if none is named
   */
  record Link(String file, String heading) {
    static Link of(String target) {
      int hash = target.indexOf('#');
      return hash < 0
          ? new Link(target, "")
          : new Link(target.substring(0, hash), target.substring(hash + 1));
    }

    boolean isOutside() {
      return file.contains("://") || file.startsWith("mailto:");
    }
  }

  static MarkdownPage read(Path file) {
    try {
      String text = Files.readString(file);
      String unfenced = FENCED.matcher(text).replaceAll("");
      return new MarkdownPage(
          file, text, SPAN.matcher(INDENTED.matcher(unfenced).replaceAll("")).replaceAll("``"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Links to files and headings of the tree, in order. */
  List<Link> links() {
    return LINK.matcher(prose)
        .results()
        .map(found -> Link.of(found.group(1)))
        .filter(link -> !link.isOutside())
        .toList();
  }

  /** The file that a link means, whether it exists or not. */
  Path target(Link link) {
    return link.file().isEmpty() ? file : file.resolveSibling(link.file()).normalize();
  }

  /** Names by which the web front ends of git let a heading be linked. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    String unfenced = FENCED.matcher(text).replaceAll("");
    HEADING.matcher(unfenced).results().forEach(found -> addAnchor(anchors, found.group(1)));
    return anchors;
  }

  private static void addAnchor(Set<String> anchors, String heading) {
    String words = heading.replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
    String anchor = NOT_IN_ANCHOR.matcher(words).replaceAll("").replace(' ', '-');
    String free = anchor;
    for (int again = 1; !anchors.add(free); again++) {
      free = anchor + "-" + again;
    }
  }

  /** Everything that is written as code. */
  List<String> code() {
    List<String> code = new ArrayList<>();
    SPAN.matcher(text).results().forEach(found -> code.add(found.group().replaceAll("^`|`$", "")));
    return code;
  }
}
