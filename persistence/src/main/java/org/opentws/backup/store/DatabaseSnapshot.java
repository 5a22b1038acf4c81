package org.opentws.backup.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.store.DatabaseFailure;

/** All tables at one moment, whatever is written meanwhile. One at a time in the whole system. */
public final class DatabaseSnapshot implements AutoCloseable {
  private static final int FETCHED = 500;
  private static final String LOCK =
      "select pg_try_advisory_xact_lock(hashtextextended('backup', 0))";

  private final Connection connection;

  private DatabaseSnapshot(Connection connection) {
    this.connection = connection;
  }

  /**
   * Begins, outside of any transaction of the container.
   *
   * @throws RequestRefused WRONG_STATE: another backup is being made
   */
  static DatabaseSnapshot open(DataSource database) {
    try {
      Connection connection = database.getConnection();
      try {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        DatabaseSnapshot snapshot = new DatabaseSnapshot(connection);
        if (!snapshot.isTrue(LOCK)) {
          throw new RequestRefused(Refusal.WRONG_STATE, "another backup is being made");
        }
        return snapshot;
      } catch (SQLException | RuntimeException e) {
        end(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private boolean isTrue(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() && rows.getBoolean(1);
    }
  }

  public List<TableShape> tables() {
    try {
      return SchemaShape.tables(connection);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** {@link SchemaShape#digest}. */
  public String schema() {
    try {
      return SchemaShape.digest(connection);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Where the numbering of each column stands that a sequence numbers: table.column, number. */
  public TreeMap<String, Long> numbers() {
    TreeMap<String, Long> numbers = new TreeMap<>();
    try (Statement statement = connection.createStatement()) {
      for (SchemaShape.Numbering numbering : SchemaShape.numberings(connection)) {
        String sql =
            "select coalesce(max(%s), 0) from %s".formatted(numbering.column(), numbering.table());
        try (ResultSet rows = statement.executeQuery(sql)) {
          rows.next();
          numbers.put(numbering.table() + "." + numbering.column(), rows.getLong(1));
        }
      }
      return numbers;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The newest signed checkpoint of the audit log. */
  public Optional<String> checkpoint() {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select note from audit_checkpoint_note order by size desc limit 1")) {
      return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** What becomes of a line of {@link CopyLine}. */
  public interface LineSink {
    void take(String line);
  }

  /**
   * Every row of a table.
   *
   * @return how many
   */
  public long rows(TableShape table, LineSink sink) {
    String columns =
        table.columns().stream()
            .map(column -> "\"" + column + "\"::text")
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCHED);
      long count = 0;
      try (ResultSet rows =
          statement.executeQuery("select " + columns + " from \"" + table.name() + "\"")) {
        while (rows.next()) {
          List<Optional<String>> values = new ArrayList<>(table.columns().size());
          for (int i = 1; i <= table.columns().size(); i++) {
            values.add(Optional.ofNullable(rows.getString(i)));
          }
          sink.take(CopyLine.of(values));
          count++;
        }
      }
      return count;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  @Override
  public void close() {
    try {
      end(connection);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static void end(Connection connection) throws SQLException {
    try (connection) {
      connection.rollback();
      connection.setReadOnly(false);
      connection.setAutoCommit(true);
    }
  }
}
