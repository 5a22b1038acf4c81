package org.opentws.backup.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.value.Sha256;

/**
 * The schema as the database itself describes it. The history of migrations belongs to its owner
 * alone and is not asked; what is unlogged (room kept back for the audit log) holds nothing.
 */
public final class SchemaShape {
  private static final String TABLES =
      "select c.relname, a.attname, format_type(a.atttypid, a.atttypmod) from pg_class c"
          + " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped"
          + " where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')"
          + " and not c.relispartition and c.relpersistence = 'p'"
          + " and c.relname <> 'flyway_schema_history' order by c.relname, a.attnum";

  private static final String SEQUENCES =
      "select d.refobjid::regclass::text, a.attname, s.relname from pg_class s"
          + " join pg_depend d on d.objid = s.oid and d.deptype in ('i', 'a')"
          + " join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid"
          + " where s.relnamespace = 'public'::regnamespace and s.relkind = 'S' order by s.relname";

  private SchemaShape() {}

  /** Every table that lasts, by name; one of several partitions counts once. */
  public static List<TableShape> tables(Connection connection) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        columns.computeIfAbsent(rows.getString(1), any -> new ArrayList<>()).add(rows.getString(2));
      }
    }
    return columns.entrySet().stream()
        .map(table -> new TableShape(table.getKey(), table.getValue()))
        .toList();
  }

  /** SHA-256 over tables, columns and their types: equal for equal versions of the schema. */
  public static String digest(Connection connection) throws SQLException {
    StringBuilder text = new StringBuilder();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(TABLES)) {
      while (rows.next()) {
        text.append(rows.getString(1))
            .append(' ')
            .append(rows.getString(2))
            .append(' ')
            .append(rows.getString(3))
            .append('\n');
      }
    }
    return Sha256.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** A column that is numbered by a sequence. */
  public record Numbering(String table, String column, String sequence) {}

  /** Every sequence that numbers a column. */
  public static List<Numbering> numberings(Connection connection) throws SQLException {
    List<Numbering> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(SEQUENCES)) {
      while (rows.next()) {
        found.add(new Numbering(rows.getString(1), rows.getString(2), rows.getString(3)));
      }
    }
    return found;
  }
}
