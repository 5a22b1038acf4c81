package org.opentws.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The report over all atoms: report.json for machines, report.html for the assessor. */
public final class ConformanceReport {
  private final RequirementCatalogue catalogue;
  private final Set<String> chosen;
  private final Map<String, List<CheckResult>> results = new LinkedHashMap<>();

  /** How an atom stands. */
  public enum Status {
    PROVED("shown to work and to refuse, in this run"),
    FAILED("a check did not pass"),
    PENDING("not shown yet, or one side only"),
    OPERATOR("for the organisation that runs the system");

    private final String meaning;

    Status(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where and when the report was made.
   *
   * @param mode of the system that was checked: "production", or "test" (KM1.2)
   */
  public record Run(String version, String commit, String startedAt, String mode) {}

  /**
   * @param chosen ids that the report is about; none: all
   */
  public ConformanceReport(RequirementCatalogue catalogue, Set<String> chosen) {
    this.catalogue = catalogue;
    this.chosen = Set.copyOf(chosen);
  }

  /** Adds a result to each atom that the check names; a check with several runs is one check. */
  public void add(Iterable<String> ids, CheckResult result) {
    for (String id : ids) {
      List<CheckResult> checks = results.computeIfAbsent(id, unused -> new ArrayList<>());
      Optional<CheckResult> earlier =
          checks.stream().filter(check -> check.name().equals(result.name())).findFirst();
      earlier.ifPresent(checks::remove);
      checks.add(earlier.map(run -> run.and(result)).orElse(result));
    }
  }

  /** Adds what an earlier part of the same run has written into that folder. */
  public void addEarlier(Path folder) throws IOException {
    Path file = folder.resolve("report.json");
    if (!Files.exists(file)) {
      return;
    }
    for (JsonNode requirement : new ObjectMapper().readTree(file.toFile()).path("requirements")) {
      for (JsonNode check : requirement.path("tests")) {
        add(
            List.of(requirement.path("id").asText()),
            new CheckResult(
                check.path("name").asText(),
                Requirement.Kind.valueOf(check.path("kind").asText().toUpperCase(Locale.ROOT)),
                check.path("result").asText().equals("passed"),
                check.path("evidence").asText()));
      }
    }
  }

  /** Proved only by at least one positive and one negative check, all passed. */
  public Status status(Atom atom) {
    List<CheckResult> checks = results.getOrDefault(atom.id(), List.of());
    if (checks.stream().anyMatch(check -> !check.passed())) {
      return Status.FAILED;
    }
    if (has(checks, Requirement.Kind.POSITIVE) && has(checks, Requirement.Kind.NEGATIVE)) {
      return Status.PROVED;
    }
    return atom.isForTheOperatorAlone() ? Status.OPERATOR : Status.PENDING;
  }

  private static boolean has(List<CheckResult> checks, Requirement.Kind kind) {
    return checks.stream().anyMatch(check -> check.kind() == kind);
  }

  /** What a pending atom still lacks; empty for the others. */
  String missing(Atom atom) {
    List<CheckResult> checks = checks(atom);
    if (status(atom) != Status.PENDING) {
      return "";
    }
    if (checks.isEmpty()) {
      return "No check yet.";
    }
    return has(checks, Requirement.Kind.POSITIVE)
        ? "No check yet of what must be refused."
        : "No check yet of what must work.";
  }

  /** Writes both files into the folder. */
  public void write(Path folder, Run run) throws IOException {
    Files.createDirectories(folder);
    new ObjectMapper()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .writeValue(folder.resolve("report.json").toFile(), json(run));
    Files.writeString(folder.resolve("report.html"), new ReportPage(this).html(run));
  }

  private Map<String, Object> json(Run run) {
    List<Map<String, Object>> requirements = new ArrayList<>();
    for (Atom atom : atoms()) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("id", atom.id());
      item.put("level", atom.level());
      item.put("status", status(atom).word());
      item.put("tests", checks(atom).stream().map(ConformanceReport::json).toList());
      requirements.add(item);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("version", run.version());
    report.put("commit", run.commit());
    report.put("startedAt", run.startedAt());
    report.put("mode", run.mode());
    report.put("requirements", requirements);
    return report;
  }

  private static Map<String, Object> json(CheckResult check) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("name", check.name());
    item.put("kind", check.kind().name().toLowerCase(Locale.ROOT));
    item.put("result", check.passed() ? "passed" : "failed");
    item.put("evidence", check.evidence());
    return item;
  }

  boolean isSelection() {
    return !chosen.isEmpty();
  }

  /** Those that the report is about, in the order of the standard. */
  List<Atom> atoms() {
    List<Atom> atoms = new ArrayList<>();
    catalogue.inOrder().forEach(atoms::add);
    atoms.removeIf(atom -> isSelection() && !chosen.contains(atom.id()));
    return atoms;
  }

  List<CheckResult> checks(Atom atom) {
    return results.getOrDefault(atom.id(), List.of());
  }
}
