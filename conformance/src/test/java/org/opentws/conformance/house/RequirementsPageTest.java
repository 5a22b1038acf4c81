package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Atom;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.RequirementCatalogue;

/** docs/requirements.md says which test proves which atom; it is made from the annotations. */
@Tag("house")
class RequirementsPageTest {
  private static final Path PAGE = ModuleClasses.root().resolve("docs/requirements.md");
  private final RequirementCatalogue catalogue = RequirementCatalogue.load();

  @Test
  void everyAnnotationNamesAnAtomOfTheCatalogue() {
    assertEquals(
        List.of(), checksById().keySet().stream().filter(id -> !catalogue.has(id)).toList());
  }

  @Test
  void pageIsUpToDate() throws IOException {
    String page = page();
    String present = Files.exists(PAGE) ? Files.readString(PAGE) : "";
    Files.writeString(PAGE, page);
    assertEquals(present, page, "docs/requirements.md was old and is now made anew: commit it");
  }

  private static Map<String, List<String>> checksById() {
    Map<String, List<String>> checks = new TreeMap<>();
    new ClassFileImporter()
        .importPath(Path.of("target/test-classes")).stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.isAnnotatedWith(Requirement.class))
            .forEach(method -> addTo(checks, method));
    return checks;
  }

  private static void addTo(Map<String, List<String>> checks, JavaMethod method) {
    Requirement requirement = method.getAnnotationOfType(Requirement.class);
    for (String id : requirement.value()) {
      checks
          .computeIfAbsent(id, unused -> new ArrayList<>())
          .add(
              "%s.%s (%s)"
                  .formatted(
                      method.getOwner().getSimpleName(),
                      method.getName(),
                      requirement.kind().name().toLowerCase(java.util.Locale.ROOT)));
    }
  }

  private String page() {
    Map<String, List<String>> checks = checksById();
    StringBuilder page =
        new StringBuilder(
            """
            # Requirements and the checks that prove them

            Made from the `@Requirement` annotations in `conformance/` by `RequirementsPageTest`; do not edit.
            The result of a run is in `target/conformance/report.html` (`./tws conformance`).

            | id | level | carried by | meaning | checks |
            |---|---|---|---|---|
            """);
    for (Atom atom : catalogue.inOrder()) {
      page.append(
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  atom.id(),
                  atom.level(),
                  atom.carriedBy().word(),
                  atom.meaning(),
                  String.join(
                      "<br>",
                      checks.getOrDefault(atom.id(), List.of()).stream().sorted().toList())));
    }
    return page.toString();
  }
}
