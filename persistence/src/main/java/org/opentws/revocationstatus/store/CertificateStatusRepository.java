package org.opentws.revocationstatus.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.SerialNumber;

/**
 * The tables of the Certificate Status Database by plain JDBC: an OCSP answer reads one row by its
 * primary key. Every method fails with {@link ServiceUnavailable} DATABASE if the database does.
 */
@ApplicationScoped
public class CertificateStatusRepository {
  /** Raised by the trigger of V1_7: the row is REVOKED. */
  private static final String REVOKED_IS_FINAL = "TW001";

  private static final String COLUMNS =
      "select issuer, serial, state, reason, changed_at, invalidity_date, change_sequence, tsp_key"
          + " from certificate_status";

  private static final String ROW = COLUMNS + " where issuer = ?";

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /** A new certificate is GOOD from its first moment; in the caller's transaction. */
  public void insertGood(String issuer, SerialNumber serial, boolean tspKey) {
    String sql =
        "insert into certificate_status (issuer, serial, state, change_sequence, tsp_key)"
            + " values (?, ?, 'GOOD', 0, ?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, issuer);
      insert.setBytes(2, serial.value().toByteArray());
      insert.setBoolean(3, tspKey);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** One narrow index read. */
  public Optional<StatusRow> find(String issuer, SerialNumber serial) {
    return one(ROW + " and serial = ?", issuer, serial);
  }

  /** The same, and nobody else changes the row before the caller's transaction ends. */
  public Optional<StatusRow> lock(String issuer, SerialNumber serial) {
    return one(ROW + " and serial = ? for update", issuer, serial);
  }

  /** Suspended and revoked certificates of a CA in the order of their serial numbers. */
  public List<StatusRow> listed(String issuer) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement(ROW + " and state <> 'GOOD' order by serial")) {
      select.setString(1, issuer);
      List<StatusRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(read(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Suspended certificates of all CAs, those that wait longest first. */
  public List<StatusRow> suspended(int limit) {
    String sql = COLUMNS + " where state = 'SUSPENDED' order by changed_at limit ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, limit);
      List<StatusRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(read(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * Stores a new status and its entry in the log of changes, in the caller's transaction, which
   * holds the counter until it ends: numbers have no gaps and follow the order of commits.
   *
   * @return the change's number
   * @throws RequestRefused REVOCATION_IS_FINAL if the database itself refuses
   */
  public long change(StatusRow changed) {
    try (Connection connection = dataSource.getConnection()) {
      long sequence = nextSequence(connection);
      update(connection, changed, sequence);
      append(connection, changed, sequence);
      return sequence;
    } catch (SQLException e) {
      if (REVOKED_IS_FINAL.equals(e.getSQLState())) {
        throw new RequestRefused(
            Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked", e);
      }
      throw unavailable(e);
    }
  }

  /** The number of the last committed change. */
  public long lastSequence() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement("select last from status_sequence");
        ResultSet result = select.executeQuery()) {
      return result.next() ? result.getLong(1) : 0;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Changes after a number in their order, at most as many as the limit. */
  public List<StatusChangeRow> changesAfter(long sequence, int limit) {
    String sql =
        "select sequence, issuer, serial, state from status_change where sequence > ?"
            + " order by sequence limit ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, sequence);
      select.setInt(2, limit);
      List<StatusChangeRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(
              new StatusChangeRow(
                  result.getLong(1),
                  result.getString(2),
                  new SerialNumber(new BigInteger(result.getBytes(3))),
                  CertificateState.valueOf(result.getString(4))));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private Optional<StatusRow> one(String sql, String issuer, SerialNumber serial) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setBytes(2, serial.value().toByteArray());
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? Optional.of(read(result)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static StatusRow read(ResultSet result) throws SQLException {
    return new StatusRow(
        result.getString(1),
        new SerialNumber(new BigInteger(result.getBytes(2))),
        CertificateState.valueOf(result.getString(3)),
        Optional.ofNullable(result.getObject(4, Integer.class)),
        instant(result.getTimestamp(5)),
        instant(result.getTimestamp(6)),
        result.getLong(7),
        result.getBoolean(8));
  }

  private static long nextSequence(Connection connection) throws SQLException {
    String sql = "update status_sequence set last = last + 1 returning last";
    try (PreparedStatement update = connection.prepareStatement(sql);
        ResultSet result = update.executeQuery()) {
      if (!result.next()) {
        throw new SQLException("status_sequence is empty");
      }
      return result.getLong(1);
    }
  }

  private static void update(Connection connection, StatusRow changed, long sequence)
      throws SQLException {
    String sql =
        "update certificate_status set state = ?, reason = ?, changed_at = ?, invalidity_date = ?,"
            + " change_sequence = ? where issuer = ? and serial = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      setStatus(update, 1, changed);
      update.setLong(5, sequence);
      update.setString(6, changed.issuer());
      update.setBytes(7, changed.serial().value().toByteArray());
      if (update.executeUpdate() != 1) {
        throw new SQLException("no status row to change");
      }
    }
  }

  private static void append(Connection connection, StatusRow changed, long sequence)
      throws SQLException {
    String sql =
        "insert into status_change (state, reason, changed_at, invalidity_date, sequence, issuer,"
            + " serial) values (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      setStatus(insert, 1, changed);
      insert.setLong(5, sequence);
      insert.setString(6, changed.issuer());
      insert.setBytes(7, changed.serial().value().toByteArray());
      insert.executeUpdate();
    }
  }

  private static void setStatus(PreparedStatement statement, int first, StatusRow row)
      throws SQLException {
    statement.setString(first, row.state().name());
    statement.setObject(first + 1, row.reason().orElse(null), Types.SMALLINT);
    setInstant(statement, first + 2, row.changedAt());
    setInstant(statement, first + 3, row.invalidityDate());
  }

  private static void setInstant(PreparedStatement statement, int at, Optional<Instant> instant)
      throws SQLException {
    statement.setObject(
        at,
        instant.map(value -> OffsetDateTime.ofInstant(value, ZoneOffset.UTC)).orElse(null),
        Types.TIMESTAMP_WITH_TIMEZONE);
  }

  private static Optional<Instant> instant(@Nullable Timestamp stamp) {
    return Optional.ofNullable(stamp).map(Timestamp::toInstant);
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the status database cannot be used now", e);
  }
}
