package org.opentws.conformance;

import java.util.EnumMap;
import java.util.Map;
import org.opentws.conformance.ConformanceReport.Run;
import org.opentws.conformance.ConformanceReport.Status;

/** The report as one page without scripts that needs no network. */
final class ReportPage {
  private static final String HEAD =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8"><title>OpenTWS conformance report</title>
      <style>
      body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#1b2733}
      table{border-collapse:collapse;width:100%}
      th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #d5dce3}
      .proved{color:#0b6b2f}.failed{color:#a40e26;font-weight:700}.pending{color:#7a5200}.operator{color:#33517a}
      code,pre{font-size:.85rem;white-space:pre-wrap;margin:0}
      </style></head><body>
      <h1>OpenTWS conformance report</h1>
      """;

  private final ConformanceReport report;

  ReportPage(ConformanceReport report) {
    this.report = report;
  }

  String html(Run run) {
    StringBuilder page = new StringBuilder(HEAD);
    page.append(
        "<p>CEN/TS 419261:2015 &middot; version %s &middot; commit <code>%s</code> &middot; %s UTC. Keys live in SoftHSM, a test device.</p>\n"
            .formatted(escape(run.version()), escape(run.commit()), escape(run.startedAt())));
    appendSummary(page);
    page.append(
        "<table><thead><tr><th>Id</th><th>Clause</th><th>Level</th><th>Status</th><th>Meaning and checks</th></tr></thead><tbody>\n");
    for (Atom atom : report.catalogue().inOrder()) {
      appendAtom(page, atom);
    }
    return page.append("</tbody></table></body></html>\n").toString();
  }

  private void appendSummary(StringBuilder page) {
    Map<Status, Integer> counts = new EnumMap<>(Status.class);
    for (Atom atom : report.catalogue().inOrder()) {
      counts.merge(report.status(atom), 1, Integer::sum);
    }
    page.append("<p>");
    counts.forEach(
        (status, count) ->
            page.append(
                "<span class=\"%s\">%d %s</span> &ensp; "
                    .formatted(status.word(), count, status.word())));
    page.append(
        "</p>\n<p>Proved: at least one check of what must work and one of what must be refused, all passed on this run."
            + " Operator: to be met by the organisation that runs the system.</p>\n");
  }

  private void appendAtom(StringBuilder page, Atom atom) {
    Status status = report.status(atom);
    page.append(
        "<tr id=\"%1$s\"><td>%1$s</td><td>%2$s</td><td>%3$s</td><td class=\"%4$s\">%4$s</td><td>%5$s"
            .formatted(
                escape(atom.id()),
                escape(atom.clause()),
                escape(atom.level()),
                status.word(),
                escape(atom.meaning())));
    for (CheckResult check : report.checks(atom)) {
      page.append(
          "<details><summary class=\"%s\">%s</summary><pre>%s</pre></details>"
              .formatted(
                  check.passed() ? "proved" : "failed",
                  escape(check.name()),
                  escape(check.evidence())));
    }
    page.append("</td></tr>\n");
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
