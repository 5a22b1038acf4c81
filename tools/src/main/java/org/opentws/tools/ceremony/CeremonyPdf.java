package org.opentws.tools.ceremony;

import com.fasterxml.jackson.databind.JsonNode;
import com.lowagie.text.Document;
import com.lowagie.text.DocumentException;
import com.lowagie.text.Font;
import com.lowagie.text.HeaderFooter;
import com.lowagie.text.PageSize;
import com.lowagie.text.Paragraph;
import com.lowagie.text.Phrase;
import com.lowagie.text.pdf.BaseFont;
import com.lowagie.text.pdf.PdfPCell;
import com.lowagie.text.pdf.PdfPTable;
import com.lowagie.text.pdf.PdfWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The report of a ceremony on paper: what its signed form says, with that form's SHA-256 and room
 * for signatures by hand.
 */
final class CeremonyPdf {
  private static final float MARGIN = 48;
  private static final float SMALL = 8;
  private static final float NORMAL = 9.5f;
  private static final float LARGE = 13;
  private static final float SIGNATURE_HEIGHT = 36;

  private final JsonNode report;
  private final String sha256;
  private final BaseFont letters;
  private final Document document = new Document(PageSize.A4, MARGIN, MARGIN, MARGIN, MARGIN);

  /**
   * @param sha256 of the signed form
   */
  CeremonyPdf(JsonNode report, String sha256) throws IOException {
    this.report = report;
    this.sha256 = sha256;
    try {
      // Embedded, and with Greek and Cyrillic letters: names must be right.
      this.letters =
          BaseFont.createFont(
              "font-fallback/LiberationSans-Regular.ttf", BaseFont.IDENTITY_H, BaseFont.EMBEDDED);
    } catch (DocumentException e) {
      throw new CeremonyFailure("the report's font cannot be read: " + e.getMessage(), e);
    }
  }

  byte[] octets() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      PdfWriter.getInstance(document, out);
      document.addTitle(text(report.at("/plan/title")));
      document.setFooter(new HeaderFooter(phrase("SHA-256 " + sha256 + ", page ", SMALL), true));
      document.open();
      heading(text(report.at("/plan/title")), LARGE);
      held();
      participants();
      steps();
      facts("Keys", report.get("keys"));
      facts("Devices", report.get("devices"));
      signatures();
      document.close();
      return out.toByteArray();
    } catch (DocumentException e) {
      throw new CeremonyFailure("the report cannot be made a PDF: " + e.getMessage(), e);
    }
  }

  private void held() {
    PdfPTable table = table(1, 3);
    JsonNode plan = report.get("plan");
    row(table, "Begun", text(plan.get("startedAt")));
    row(table, "Ended", text(report.get("endedAt")));
    if (plan.get("demo").asBoolean()) {
      row(table, "Demo", "The signatures are real, the persons are not: for trying out only");
    }
    row(
        table,
        "Script",
        text(plan.get("ceremony")) + ", SHA-256 " + text(plan.get("scriptSha256")));
    plan.get("parameters")
        .fields()
        .forEachRemaining(one -> row(table, one.getKey(), one.getValue()));
    plan.get("inputs").fields().forEachRemaining(one -> row(table, one.getKey(), one.getValue()));
    row(table, "Library", text(plan.get("library")));
    boolean offline = plan.get("networkInterfacesUp").isEmpty();
    row(table, "Network", offline ? "none" : text(plan.get("networkInterfacesUp")));
    document.add(table);
  }

  private void participants() {
    heading("Who took part", NORMAL + 2);
    PdfPTable table = table(2, 2, 3, 2);
    for (JsonNode each : report.at("/plan/participants")) {
      for (String fact : List.of("name", "role", "function", "account")) {
        table.addCell(cell(text(each.get(fact))));
      }
    }
    document.add(table);
  }

  private void steps() {
    heading("What was done", NORMAL + 2);
    PdfPTable table = table(1, 3);
    for (JsonNode step : report.get("steps")) {
      row(table, text(step.get("id")), text(step.get("says")));
      row(table, "", text(step.get("endedAt")) + "\n" + lines(step.get("facts")));
    }
    document.add(table);
  }

  private void facts(String title, JsonNode entries) {
    heading(title, NORMAL + 2);
    PdfPTable table = table(1, 3);
    for (JsonNode entry : entries) {
      JsonNode name = entry.has("id") ? entry.get("id") : entry.get("tokenLabel");
      row(table, text(name), lines(entry));
    }
    document.add(table);
  }

  private void signatures() {
    heading("Signatures", NORMAL + 2);
    document.add(
        new Paragraph(
            phrase(
                "Each has signed the report in its machine-readable form (SHA-256 "
                    + sha256
                    + ") with the own control key; by hand:",
                NORMAL)));
    PdfPTable table = table(1, 2);
    for (JsonNode each : report.at("/plan/participants")) {
      PdfPCell name = cell(text(each.get("name")) + "\n" + text(each.get("function")));
      name.setMinimumHeight(SIGNATURE_HEIGHT);
      table.addCell(name);
      table.addCell(cell(""));
    }
    document.add(table);
  }

  private static String lines(JsonNode facts) {
    List<String> lines = new ArrayList<>();
    facts.fields().forEachRemaining(one -> lines.add(one.getKey() + ": " + text(one.getValue())));
    return String.join("\n", lines);
  }

  private static String text(JsonNode value) {
    if (!value.isContainerNode()) {
      return value.asText();
    }
    List<String> parts = new ArrayList<>();
    if (value.isArray()) {
      value.forEach(part -> parts.add(text(part)));
    } else {
      value.fields().forEachRemaining(one -> parts.add(one.getKey() + " " + text(one.getValue())));
    }
    return String.join(", ", parts);
  }

  private void heading(String text, float size) {
    Paragraph paragraph = new Paragraph(phrase(text, size));
    paragraph.setSpacingBefore(size);
    paragraph.setSpacingAfter(size / 2);
    document.add(paragraph);
  }

  private static PdfPTable table(float... widths) {
    PdfPTable table = new PdfPTable(widths);
    table.setWidthPercentage(100);
    return table;
  }

  private void row(PdfPTable table, String name, JsonNode value) {
    row(table, name, text(value));
  }

  private void row(PdfPTable table, String name, String value) {
    table.addCell(cell(name));
    table.addCell(cell(value));
  }

  private PdfPCell cell(String text) {
    PdfPCell cell = new PdfPCell(phrase(text, SMALL + 1));
    cell.setBorderWidth(0.3f);
    cell.setPaddingBottom(NORMAL / 2);
    return cell;
  }

  private Phrase phrase(String text, float size) {
    return new Phrase(text, new Font(letters, size));
  }
}
