package org.opentws.backup.store;

import java.util.List;
import java.util.Optional;

/** A row in the text format of PostgreSQL's COPY. */
public final class CopyLine {
  private CopyLine() {}

  /**
   * Values in the order of the columns, with the line feed at its end.
   *
   * @param values as PostgreSQL's own output functions write them; empty for null
   */
  static String of(List<Optional<String>> values) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        line.append('\t');
      }
      values.get(i).ifPresentOrElse(value -> escape(value, line), () -> line.append("\\N"));
    }
    return line.append('\n').toString();
  }

  private static void escape(String value, StringBuilder line) {
    for (int i = 0; i < value.length(); i++) {
      char next = value.charAt(i);
      switch (next) {
        case '\\' -> line.append("\\\\");
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> line.append(next);
      }
    }
  }

  /** A line, without its line feed, with another value (that needs no escape) in one column. */
  public static String with(String line, int column, String value) {
    String[] values = line.split("\t", -1);
    values[column] = value;
    return String.join("\t", values);
  }

  /** The values of a line without its line feed; empty for null. */
  public static List<Optional<String>> values(String line) {
    return List.of(line.split("\t", -1)).stream().map(CopyLine::value).toList();
  }

  private static Optional<String> value(String escaped) {
    if (escaped.equals("\\N")) {
      return Optional.empty();
    }
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < escaped.length(); i++) {
      char next = escaped.charAt(i);
      if (next != '\\') {
        value.append(next);
        continue;
      }
      i++;
      switch (escaped.charAt(i)) {
        case 'n' -> value.append('\n');
        case 'r' -> value.append('\r');
        case 't' -> value.append('\t');
        default -> value.append(escaped.charAt(i));
      }
    }
    return Optional.of(value.toString());
  }
}
