package org.opentws.tools.backup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.backup.store.SchemaShape;
import org.opentws.backup.store.TableShape;

/** In which order tables can be filled. */
final class TableOrder {
  private static final String REFERENCES =
      "select c.relname, p.relname from pg_constraint f join pg_class c on c.oid = f.conrelid"
          + " join pg_class p on p.oid = f.confrelid where f.contype = 'f' and c.oid <> p.oid";

  private TableOrder() {}

  /** Each after those that its foreign keys name. */
  static List<TableShape> parentsFirst(Connection connection) throws SQLException {
    Map<String, Set<String>> parents = new HashMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(REFERENCES)) {
      while (rows.next()) {
        parents.computeIfAbsent(rows.getString(1), any -> new HashSet<>()).add(rows.getString(2));
      }
    }
    List<TableShape> left = new ArrayList<>(SchemaShape.tables(connection));
    Set<String> names = left.stream().map(TableShape::name).collect(Collectors.toSet());
    // Partitions come with their table.
    parents.values().forEach(named -> named.retainAll(names));
    List<TableShape> ordered = new ArrayList<>();
    Set<String> filled = new HashSet<>();
    while (!left.isEmpty()) {
      List<TableShape> next =
          left.stream()
              .filter(table -> filled.containsAll(parents.getOrDefault(table.name(), Set.of())))
              .toList();
      if (next.isEmpty()) {
        throw new IllegalStateException("foreign keys of " + left + " lead in a circle");
      }
      ordered.addAll(next);
      left.removeAll(next);
      next.forEach(table -> filled.add(table.name()));
    }
    return ordered;
  }
}
