package org.opentws.audit.review;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.AuditField;

/** Records as text for other programs (AA4.2): JSON with typed fields, CSV for spreadsheets. */
public final class AuditText {
  /** First line of a CSV file. */
  public static final String CSV_HEADER =
      "index,time,clock,type,event,outcome,node,actor,kind of actor,object,details";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A spreadsheet would take a cell that begins so for a formula. */
  private static final String FORMULA = "=+-@\t\r";

  private AuditText() {}

  /**
   * Details as their fields in the catalogue say: numbers, truth values and texts; null where a
   * personal value was erased.
   */
  public static Map<String, @Nullable Object> typed(AuditLine line) {
    Map<String, @Nullable Object> details = new TreeMap<>();
    line.details().forEach((name, value) -> details.put(name, typed(name, value)));
    line.erased().forEach(name -> details.put(name, null));
    return details;
  }

  private static Object typed(String name, String value) {
    Optional<AuditField> field = AuditField.named(name).filter(known -> known.accepts(value));
    if (field.isEmpty()) {
      return value;
    }
    return switch (field.get().kind()) {
      case NUMBER -> Long.valueOf(value);
      case FLAG -> Boolean.valueOf(value);
      case TEXT, TIME, HEX, PERSONAL -> value;
    };
  }

  /** One JSON object on one line, as docs/audit-record.schema.json describes it. */
  public static String json(AuditLine line) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("index", line.index());
    record.put("at", line.at().toString());
    record.put("clockState", line.clockState());
    record.put("type", line.type());
    record.put("title", line.title());
    record.put("outcome", line.outcome());
    record.put("node", line.node());
    record.put("actor", line.actor());
    record.put("actorKind", line.actorKind());
    record.put("object", line.object());
    record.put("details", typed(line));
    try {
      return JSON.writeValueAsString(record);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts and numbers can be written as JSON", e);
    }
  }

  /** One line of CSV (RFC 4180), without its end. */
  public static String csv(AuditLine line) {
    List<String> cells =
        List.of(
            Long.toString(line.index()),
            line.at().toString(),
            line.clockState(),
            line.type(),
            line.title(),
            line.outcome(),
            line.node(),
            line.actor(),
            line.actorKind(),
            line.object(),
            details(line));
    return cells.stream().map(AuditText::cell).collect(Collectors.joining(","));
  }

  /** Details for people: "Reason: wrong password; Attempts: 3". */
  public static String details(AuditLine line) {
    Map<String, String> readable = new LinkedHashMap<>();
    line.details().forEach((name, value) -> readable.put(title(name), value));
    line.erased().forEach(name -> readable.put(title(name), "(erased)"));
    return readable.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("; "));
  }

  /** The name of a detail for people. */
  public static String title(String name) {
    return AuditField.named(name).map(AuditField::title).orElse(name);
  }

  private static String cell(String text) {
    // Control characters say nothing to people and much to terminals.
    String plain = text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ");
    if (!plain.isEmpty() && FORMULA.indexOf(plain.charAt(0)) >= 0) {
      plain = "'" + plain;
    }
    return '"' + plain.replace("\"", "\"\"") + '"';
  }
}
