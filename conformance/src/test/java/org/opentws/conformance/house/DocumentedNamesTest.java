package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pages call by its name exists under that name: commands, variables, tests, other pages. */
@Tag("house")
class DocumentedNamesTest {
  private static final Pattern COMMAND = Pattern.compile("\\./tws ([a-z]+)");
  private static final Pattern VARIABLE = Pattern.compile("\\bTWS_[A-Z0-9_]+\\b");

  /** As code: OcspTest, OcspTest.aMethod, or ...aMethod where the class is clear. */
  private static final Pattern TEST =
      Pattern.compile("`(?:([A-Z]\\w*Test)|([A-Z]\\w*Test|\\.\\.)[.#]([a-z]\\w*))`");

  private static final Pattern PAGE = Pattern.compile("\\bdocs/[a-z0-9/-]+\\.(?:md|svg|png)\\b");

  private final Path root = ModuleClasses.root();
  private final Documentation documentation = new Documentation(root);

  private static Set<String> unknown(
      Documentation pages, Pattern pattern, Predicate<MatchResult> known) {
    Set<String> unknown = new TreeSet<>();
    for (MarkdownPage page : pages.pages()) {
      pattern
          .matcher(page.text())
          .results()
          .filter(known.negate())
          .forEach(found -> unknown.add(pages.name(page) + ": " + found.group()));
    }
    return unknown;
  }

  private Set<String> unknownCommands(Documentation pages) throws IOException {
    String launcher = Files.readString(root.resolve("tws"));
    Set<String> unknown =
        unknown(pages, COMMAND, name -> launcher.contains("\ncommand_" + name.group(1) + "() {"));
    unknown.addAll(unknown(pages, VARIABLE, name -> launcher.contains(name.group())));
    return unknown;
  }

  private static Set<String> unknownTests(Documentation pages) {
    List<Path> files = SourceFiles.tests();
    List<String> names = files.stream().map(file -> String.valueOf(file.getFileName())).toList();
    String all = String.join("\n", files.stream().flatMap(DocumentedNamesTest::lines).toList());
    return unknown(
        pages,
        TEST,
        name ->
            name.group(1) != null
                ? names.contains(name.group(1) + ".java")
                : (name.group(2).equals("..") || names.contains(name.group(2) + ".java"))
                    && all.contains("void " + name.group(3) + "("));
  }

  private static Stream<String> lines(Path file) {
    return SourceFiles.lines(file).stream();
  }

  private List<String> missingPages(List<Path> sources) {
    List<String> missing = new ArrayList<>();
    for (Path source : sources) {
      PAGE.matcher(String.join("\n", SourceFiles.lines(source)))
          .results()
          .filter(found -> !Files.exists(root.resolve(found.group())))
          .forEach(found -> missing.add(source.getFileName() + " names " + found.group()));
    }
    return missing;
  }

  @Test
  void everyCommandAndVariableOfTheLauncherExists() throws IOException {
    assertEquals(Set.of(), unknownCommands(documentation));
  }

  @Test
  void everyTestExists() {
    assertEquals(Set.of(), unknownTests(documentation));
  }

  @Test
  void everyPageThatSourcesOrPagesNameExists() throws IOException {
    List<Path> sources = new ArrayList<>(SourceFiles.production());
    sources.add(root.resolve("tws"));
    try (Stream<Path> files = Files.walk(root.resolve("persistence/src/main/resources"))) {
      files.filter(Files::isRegularFile).forEach(sources::add);
    }
    documentation.pages().forEach(page -> sources.add(page.file()));
    assertEquals(List.of(), missingPages(sources));
  }

  @Test
  void inventedNamesAreFound(@TempDir Path tree) throws IOException {
    Files.createDirectories(tree.resolve("docs"));
    Path page = tree.resolve("README.md");
    Files.writeString(
        page,
        """
        Run `./tws start`, then `./tws fly` with TWS_RUN_DIR and TWS_WINGS; docs/requirements.md, docs/flying.md.
        `TidyTest`, `TidyTest.bannedHabitIsFound`, `...bannedHabitIsFound`, `FlyTest`, `TidyTest.flies`, `...flies`
        """);
    Documentation planted = new Documentation(tree);
    assertEquals(Set.of("README.md: ./tws fly", "README.md: TWS_WINGS"), unknownCommands(planted));
    assertEquals(
        Set.of("README.md: `FlyTest`", "README.md: `TidyTest.flies`", "README.md: `...flies`"),
        unknownTests(planted));
    assertEquals(List.of("README.md names docs/flying.md"), missingPages(List.of(page)));
  }
}
