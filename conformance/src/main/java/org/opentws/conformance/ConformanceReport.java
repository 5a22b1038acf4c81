package org.opentws.conformance;

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

/** The report over all atoms: report.json for machines, report.html for the assessor. */
public final class ConformanceReport {
  private final RequirementCatalogue catalogue;
  private final Map<String, List<CheckResult>> results = new LinkedHashMap<>();

  /** How an atom stands. */
  public enum Status {
    PROVED,
    FAILED,
    /** No check yet. */
    PENDING,
    /** The operator's organisation must meet it. */
    OPERATOR;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where and when the report was made. */
  public record Run(String version, String commit, String startedAt) {}

  public ConformanceReport(RequirementCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Adds a result to each atom that the check names. */
  public void add(Iterable<String> ids, CheckResult result) {
    for (String id : ids) {
      results.computeIfAbsent(id, unused -> new ArrayList<>()).add(result);
    }
  }

  /** Proved only by at least one positive and one negative check, all passed. */
  public Status status(Atom atom) {
    List<CheckResult> checks = results.getOrDefault(atom.id(), List.of());
    if (checks.stream().anyMatch(check -> !check.passed())) {
      return Status.FAILED;
    }
    boolean positive = checks.stream().anyMatch(c -> c.kind() == Requirement.Kind.POSITIVE);
    boolean negative = checks.stream().anyMatch(c -> c.kind() == Requirement.Kind.NEGATIVE);
    if (positive && negative) {
      return Status.PROVED;
    }
    return atom.isForTheOperator() ? Status.OPERATOR : Status.PENDING;
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
    for (Atom atom : catalogue.inOrder()) {
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

  RequirementCatalogue catalogue() {
    return catalogue;
  }

  List<CheckResult> checks(Atom atom) {
    return results.getOrDefault(atom.id(), List.of());
  }
}
