package org.opentws.conformance.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Atom;
import org.opentws.conformance.CheckResult;
import org.opentws.conformance.ConformanceReport;
import org.opentws.conformance.ConformanceReport.Run;
import org.opentws.conformance.ConformanceReport.Status;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.RequirementCatalogue;

/** When the report says proved, failed, pending and operator, and how it says it. */
@Tag("house")
class ReportTest {
  private final RequirementCatalogue catalogue = RequirementCatalogue.load();
  private final ConformanceReport report = new ConformanceReport(catalogue, Set.of());

  private Status status(String id) {
    Atom atom = catalogue.atoms().get(id);
    return report.status(java.util.Objects.requireNonNull(atom));
  }

  private void ran(String id, Kind kind, boolean passed) {
    ran(id, "Check." + kind, kind, passed);
  }

  private void ran(String id, String name, Kind kind, boolean passed) {
    report.add(List.of(id), new CheckResult(name, kind, passed, "<seen>"));
  }

  @Test
  void oneSideAloneProvesNothing() {
    assertEquals(Status.PENDING, status("RM1.3"));
    ran("RM1.3", Kind.POSITIVE, true);
    assertEquals(Status.PENDING, status("RM1.3"));
    ran("RM1.3", Kind.NEGATIVE, true);
    assertEquals(Status.PROVED, status("RM1.3"));
  }

  @Test
  void oneFailedCheckIsEnoughToFail() {
    ran("RM1.3", Kind.POSITIVE, true);
    ran("RM1.3", Kind.NEGATIVE, true);
    ran("RM1.3", "Check.another", Kind.NEGATIVE, false);
    assertEquals(Status.FAILED, status("RM1.3"));
  }

  @Test
  void oneFailedRunOfACheckIsNotHiddenByTheOthers() {
    ran("RM1.3", Kind.NEGATIVE, false);
    ran("RM1.3", Kind.NEGATIVE, true);
    ran("RM1.3", Kind.POSITIVE, true);
    assertEquals(Status.FAILED, status("RM1.3"));
  }

  @Test
  void onlyWhatTheOrganisationCarriesAloneIsTheOperators() {
    assertEquals(Status.OPERATOR, status("P1.1"));
    assertEquals(Status.PENDING, status("KM1.2"));
  }

  @Test
  void bothFilesSayTheSame(@TempDir Path folder) throws IOException {
    ran("RM1.3", Kind.NEGATIVE, false);
    report.write(folder, new Run("1", "abc", "2026-11-24T08:00:00Z", "test"));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertEquals(384, json.get("requirements").size());
    JsonNode atom = json.get("requirements").findParents("id").get(0);
    assertEquals("M1.1", atom.get("id").asText());
    assertEquals("pending", atom.get("status").asText());
    assertEquals(List.of("version", "commit", "startedAt", "mode", "requirements"), names(json));
    assertEquals(List.of("id", "level", "status", "tests"), names(atom));
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("id=\"RM1.3\" data-status=\"failed\""));
    assertEquals("test", json.get("mode").asText());
    assertTrue(page.contains("Test mode"));
    assertTrue(page.contains("&lt;seen&gt;"));
    assertFalse(page.contains("<seen>"));
    assertFalse(page.contains("http://") || page.contains("https://"), "needs the network");
  }

  @Test
  void selectionIsAllThatIsReported(@TempDir Path folder) throws IOException {
    new ConformanceReport(catalogue, Set.of("RM1.3"))
        .write(folder, new Run("1", "abc", "2026-11-24T08:00:00Z", "test"));
    JsonNode json = new ObjectMapper().readTree(folder.resolve("report.json").toFile());
    assertEquals(1, json.get("requirements").size());
    assertTrue(Files.readString(folder.resolve("report.html")).contains("Only the requirements"));
  }

  private static List<String> names(JsonNode node) {
    List<String> names = new java.util.ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
