package org.opentws.audit.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.value.Der;

/** Values about natural persons beside the log: added with their records, and erased. */
@ApplicationScoped
public class AuditPersonalRepository {
  /** As arrays, one parameter for each of the four columns that differ. */
  private static final String COLUMNS =
      "audit_personal (kind, epoch, seq, idx, field, object, salt, value, words)";

  private static final String VALUES =
      " select ?, ?, ?, p.idx, p.field, p.object, p.salt, p.value, string_to_array(p.words, ' ')";

  private static final String ROWS =
      " from unnest(cast(? as int[]), cast(? as text[]), cast(? as text[]), cast(? as bytea[]),"
          + " cast(? as text[]), cast(? as text[])) as p(idx, field, object, salt, value, words)";

  private static final String INSERT = "insert into " + COLUMNS + VALUES + ROWS;

  /** Nine parameters more than the statement of the segment itself. */
  static final String WITH_SEGMENT =
      ", beside as (insert into "
          + COLUMNS
          + VALUES
          + ROWS
          + " where exists (select 1 from entered))";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  protected AuditPersonalRepository() {}

  public AuditPersonalRepository(DataSource database) {
    this.database = database;
  }

  /** In the transaction that also writes their business record. */
  static void insert(Connection connection, List<PersonalRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      bind(statement, 1, rows);
      statement.executeUpdate();
    }
  }

  /** Sets nine parameters, the first one at {@code at}; all rows belong to one row of the log. */
  static void bind(PreparedStatement statement, int at, List<PersonalRow> rows)
      throws SQLException {
    PersonalRow first = rows.get(0);
    Connection connection = statement.getConnection();
    statement.setInt(at, first.kind().code());
    statement.setLong(at + 1, first.epoch());
    statement.setLong(at + 2, first.sequence());
    statement.setArray(
        at + 3, connection.createArrayOf("int4", rows.stream().map(PersonalRow::index).toArray()));
    statement.setArray(at + 4, texts(connection, rows.stream().map(PersonalRow::field).toArray()));
    statement.setArray(at + 5, texts(connection, rows.stream().map(PersonalRow::object).toArray()));
    byte[][] salts = rows.stream().map(row -> row.salt().octets()).toArray(byte[][]::new);
    statement.setArray(at + 6, connection.createArrayOf("bytea", salts));
    statement.setArray(at + 7, texts(connection, rows.stream().map(PersonalRow::value).toArray()));
    Object[] words = rows.stream().map(row -> String.join(" ", row.words())).toArray();
    statement.setArray(at + 8, texts(connection, words));
  }

  private static Array texts(Connection connection, Object[] texts) throws SQLException {
    return connection.createArrayOf("text", texts);
  }

  /**
   * Erases, in the caller's transaction, every value that belongs to records about an object.
   *
   * @return how many there were
   */
  public long erase(String object) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select audit_erase_personal(?)")) {
      statement.setString(1, object);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("erase personal values", e);
    }
  }

  /** How many values there are that belong to records about an object. */
  public long count(String object) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select count(*) from audit_personal where object = ?")) {
      statement.setString(1, object);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("count personal values", e);
    }
  }

  /** As a column of a query over audit_sealed s: every value of the row, in one array. */
  static final String OF_SEALED =
      "(select array_agg(array[p.idx::text, p.object, p.field, encode(p.salt, 'hex'), p.value])"
          + " from audit_personal p where (p.kind, p.epoch, p.seq) = (s.kind, s.epoch, s.seq))";

  /** Reads that column. */
  static List<PersonalRow> ofSealed(ResultSet result, int column, IntakeItem item)
      throws SQLException {
    Array array = result.getArray(column);
    if (array == null) {
      return List.of();
    }
    List<PersonalRow> rows = new ArrayList<>();
    for (Object row : Arrays.asList((Object[]) array.getArray())) {
      String[] parts = (String[]) row;
      rows.add(
          new PersonalRow(
              item.kind(),
              item.epoch(),
              item.sequence(),
              Integer.parseInt(parts[0]),
              parts[1],
              parts[2],
              Der.of(HexFormat.of().parseHex(parts[3])),
              parts[4],
              List.of()));
    }
    return rows;
  }
}
