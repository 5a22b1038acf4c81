package org.opentws.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.opentws.conformance.ConformanceReport.Run;
import org.opentws.conformance.ConformanceReport.Status;

/** The report as one page that needs no network; readable, only unfiltered, without scripts. */
final class ReportPage {
  private final ConformanceReport report;
  private final Map<ClauseGroup, List<Atom>> groups = new EnumMap<>(ClauseGroup.class);

  ReportPage(ConformanceReport report) {
    this.report = report;
    report
        .atoms()
        .forEach(
            atom ->
                groups
                    .computeIfAbsent(ClauseGroup.of(atom), unused -> new ArrayList<>())
                    .add(atom));
  }

  String html(Run run) {
    StringBuilder page = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head>");
    page.append("<meta charset=\"utf-8\"><title>OpenTWS conformance report</title>")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n")
        .append(resource("report.css"))
        .append("</style></head><body>\n");
    appendHeader(page, run);
    page.append("<main>\n");
    appendFilters(page);
    groups.forEach((group, atoms) -> appendGroup(page, group, atoms));
    return page.append("</main>\n<footer>Proved: at least one check of what must work and one of")
        .append(" what must be refused, all passed in this run. Operator: met by the organisation")
        .append(" that runs the system, not by software.</footer>\n<script>\n")
        .append(resource("report.js"))
        .append("</script></body></html>\n")
        .toString();
  }

  private static String mode(Run run) {
    return switch (run.mode()) {
      case "test" ->
          "<b>Test mode</b>: keys may live in a software device, which nobody evaluated.";
      case "production" -> "Production: keys live in approved devices only.";
      default -> "No running system was checked.";
    };
  }

  private void appendHeader(StringBuilder page, Run run) {
    page.append("<header><h1>OpenTWS and CEN/TS 419261:2015</h1>\n")
        .append(
            "<p class=\"run\">Version %s, commit <code>%s</code>, checked from outside on %s. %s"
                .formatted(
                    escape(run.version()),
                    escape(run.commit()),
                    escape(run.startedAt()),
                    mode(run)))
        .append(
            report.isSelection()
                ? " <b>Only the requirements that were asked for.</b></p>"
                : "</p>")
        .append("\n<div class=\"totals\">");
    Map<Status, Integer> counts = counts(report.atoms());
    counts.forEach(
        (status, count) ->
            page.append(
                """
                <button type="button" class="%s" value="%s" aria-pressed="false"><b>%d</b>
                <span>%s</span><small>%s</small></button>
                """
                    .formatted(
                        status.word(), status.word(), count, status.word(), status.meaning())));
    page.append("</div>\n<div class=\"bar\" aria-hidden=\"true\">");
    counts.forEach(
        (status, count) ->
            page.append("<i class=\"%s\" style=\"flex:%d\"></i>".formatted(status.word(), count)));
    page.append("</div></header>\n");
  }

  private void appendFilters(StringBuilder page) {
    page.append("<div class=\"filters\"><label>Part<select id=\"clause\">")
        .append("<option value=\"\">all</option>");
    groups
        .keySet()
        .forEach(
            group ->
                page.append(
                    "<option value=\"%s\">%s</option>".formatted(anchor(group), title(group))));
    page.append(
        "</select></label><label>Level<select id=\"level\"><option value=\"\">all</option>");
    Set<String> levels = new LinkedHashSet<>();
    report.atoms().forEach(atom -> levels.add(atom.level()));
    levels.forEach(level -> page.append("<option>").append(escape(level)).append("</option>"));
    page.append("</select></label><label>Words<input id=\"text\" type=\"search\"")
        .append(" placeholder=\"id, clause, meaning, check\"></label>")
        .append("<output id=\"count\"></output></div>\n");
  }

  private void appendGroup(StringBuilder page, ClauseGroup group, List<Atom> atoms) {
    List<String> counted = new ArrayList<>();
    counts(atoms)
        .forEach((status, count) -> counted.add(count == 0 ? "" : count + " " + status.word()));
    counted.removeIf(String::isEmpty);
    page.append(
        """
        <section id="%s"><h2>%s <small>%s</small></h2>
        <table><thead><tr><th class="id">Requirement</th><th class="level">Level</th>\
        <th class="status">Status</th><th>Meaning and checks</th></tr></thead><tbody>
        """
            .formatted(anchor(group), title(group), String.join(", ", counted)));
    atoms.forEach(atom -> appendAtom(page, atom));
    page.append("</tbody></table></section>\n");
  }

  private void appendAtom(StringBuilder page, Atom atom) {
    Status status = report.status(atom);
    page.append(
        """
        <tr id="%1$s" data-status="%2$s" data-level="%3$s"><td class="id"><a href="#%1$s">%1$s</a>\
        <small>%4$s</small></td><td class="level">%3$s<small>%5$s</small></td>\
        <td class="status"><span class="chip %2$s">%2$s</span></td><td>%6$s
        """
            .formatted(
                escape(atom.id()),
                status.word(),
                escape(atom.level()),
                escape(atom.clause()),
                atom.carriedBy().word(),
                escape(atom.meaning())));
    String missing = report.missing(atom);
    if (!missing.isEmpty()) {
      page.append("<p class=\"missing\">").append(escape(missing)).append("</p>");
    }
    report.checks(atom).forEach(check -> appendCheck(page, check));
    page.append("</td></tr>\n");
  }

  private static void appendCheck(StringBuilder page, CheckResult check) {
    page.append(
        "<details%s><summary class=\"%s\">%s<em>%s</em></summary><pre>%s</pre></details>"
            .formatted(
                check.passed() ? "" : " open",
                check.passed() ? "proved" : "failed",
                escape(check.name()),
                check.kind() == Requirement.Kind.POSITIVE ? "must work" : "must be refused",
                escape(check.evidence())));
  }

  private Map<Status, Integer> counts(Iterable<Atom> atoms) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      counts.put(status, 0);
    }
    atoms.forEach(atom -> counts.merge(report.status(atom), 1, Integer::sum));
    return counts;
  }

  private static String title(ClauseGroup group) {
    return escape((group.clause() + " " + group.title()).strip());
  }

  private static String anchor(ClauseGroup group) {
    return "part-" + group.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String resource(String name) {
    try (InputStream in =
        Objects.requireNonNull(ReportPage.class.getResourceAsStream("/report/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
