package org.opentws.conformance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The pages of a tree: those at its root, and all below docs/. */
final class Documentation {
  private static final List<String> AT_THE_ROOT =
      List.of("README.md", "CONTRIBUTING.md", "SECURITY.md");

  /** Made by builds and runs: a fresh clone has none of it. */
  private static final Set<String> NOT_IN_A_CLONE = Set.of("target", "run");

  private final Path root;
  private final List<MarkdownPage> pages;

  Documentation(Path root) {
    this.root = root.toAbsolutePath().normalize();
    Stream<Path> own = AT_THE_ROOT.stream().map(this.root::resolve).filter(Files::exists);
    pages = Stream.concat(own, below(this.root.resolve("docs"))).map(MarkdownPage::read).toList();
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<MarkdownPage> pages() {
    return pages;
  }

  /** The page's name from the root, as findings name it. */
  String name(MarkdownPage page) {
    return root.relativize(page.file()).toString();
  }

  /** One sentence for each link that leads nowhere. */
  List<String> brokenLinks() {
    List<String> broken = new ArrayList<>();
    for (MarkdownPage page : pages) {
      for (MarkdownPage.Link link : page.links()) {
        String fault = fault(page, link);
        if (!fault.isEmpty()) {
          broken.add("%s: %s#%s %s".formatted(name(page), link.file(), link.heading(), fault));
        }
      }
    }
    return broken;
  }

  private String fault(MarkdownPage page, MarkdownPage.Link link) {
    Path target = page.target(link);
    if (!target.startsWith(root)) {
      return "leads out of the tree";
    }
    for (Path part : root.relativize(target)) {
      if (NOT_IN_A_CLONE.contains(part.toString())) {
        return "is not in a fresh clone";
      }
    }
    if (!Files.exists(target)) {
      return "does not exist";
    }
    if (!link.heading().isEmpty()
        && !(target.toString().endsWith(".md")
            && MarkdownPage.read(target).anchors().contains(link.heading()))) {
      return "has no such heading";
    }
    return "";
  }

  /** Pages below docs/ to which no chain of links leads from README.md. */
  List<String> unreachable() {
    Set<Path> reached = new LinkedHashSet<>();
    Deque<Path> next = new ArrayDeque<>(List.of(root.resolve("README.md")));
    while (!next.isEmpty()) {
      Path file = next.remove();
      if (reached.add(file) && Files.isRegularFile(file) && file.toString().endsWith(".md")) {
        MarkdownPage page = MarkdownPage.read(file);
        page.links().forEach(link -> next.add(page.target(link)));
      }
    }
    return pages.stream().filter(page -> !reached.contains(page.file())).map(this::name).toList();
  }
}
