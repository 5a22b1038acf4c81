package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of the documentation lead somewhere, and a chain of them leads to every page. */
@Tag("house")
class DocumentationTest {
  private final Documentation documentation = new Documentation(ModuleClasses.root());

  @Test
  void everyLinkLeadsSomewhere() {
    assertTrue(documentation.pages().size() > 20, "the pages were found");
    assertEquals(List.of(), documentation.brokenLinks());
  }

  @Test
  void everyPageIsReachedFromTheReadme() {
    assertEquals(
        List.of(), documentation.unreachable(), "link them from README.md or a page that it links");
  }

  @Test
  void brokenLinksAndLostPagesAreFound(@TempDir Path tree) throws IOException {
    Files.createDirectories(tree.resolve("docs/roles"));
    Files.createDirectories(tree.resolve("target"));
    Files.writeString(tree.resolve("target/made.md"), "");
    Files.writeString(
        tree.resolve("README.md"),
        """
        # Start
        [good](docs/one.md) [heading](docs/one.md#what-is-it-1) [own](#start)
        [web](https://example.org/x) [gone](docs/two.md) [no heading](docs/one.md#nowhere)
        [made](target/made.md) [out](../x.md)
        `[code](nowhere.md)`

            [code](nowhere.md)
        """);
    Files.writeString(
        tree.resolve("docs/one.md"), "## What is it?\n```\n# no heading\n```\n## What is it?\n");
    Files.writeString(tree.resolve("docs/roles/lost.md"), "[back](../../README.md)");
    Documentation planted = new Documentation(tree);
    assertEquals(
        List.of(
            "README.md: docs/two.md# does not exist",
            "README.md: docs/one.md#nowhere has no such heading",
            "README.md: target/made.md# is not in a fresh clone",
            "README.md: ../x.md# leads out of the tree"),
        planted.brokenLinks());
    assertEquals(List.of("docs/roles/lost.md"), planted.unreachable());
  }
}
