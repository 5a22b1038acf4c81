package org.opentws.revocationstatus.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.opentws.certificategeneration.store.ScopeCondition;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/**
 * The tables of the Certificate Status Database by plain JDBC: an OCSP answer reads one row by its
 * primary key. Every method fails with {@link ServiceUnavailable} DATABASE if the database does.
 */
@ApplicationScoped
public class CertificateStatusRepository {
  /** Raised by the trigger of V1_7: the row is REVOKED. */
  private static final String REVOKED_IS_FINAL = "TW001";

  private static final int ROWS_A_FETCH = 1000;

  private static final String COLUMNS =
      "select " + StatusColumns.OF_ROW + " from certificate_status";

  private static final String ROW = COLUMNS + " where issuer = ?";

  private static final String INSERT_GOOD =
      "insert into certificate_status (issuer, serial, state, change_sequence, tsp_key)"
          + " values (?, ?, 'GOOD', 0, ?)";

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /** A new certificate is GOOD from its first moment; in the caller's transaction. */
  public void insertGood(String issuer, SerialNumber serial, boolean tspKey) {
    insert(INSERT_GOOD, issuer, serial, tspKey);
  }

  /** The same for a certificate that is not new; false if it has its row. */
  public boolean enterGood(String issuer, SerialNumber serial, boolean tspKey) {
    return insert(INSERT_GOOD + " on conflict do nothing", issuer, serial, tspKey) == 1;
  }

  private int insert(String sql, String issuer, SerialNumber serial, boolean tspKey) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, issuer);
      insert.setBytes(2, StatusColumns.octets(serial));
      insert.setBoolean(3, tspKey);
      return insert.executeUpdate();
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

  /**
   * Gives the suspended and revoked certificates of a CA in the order of their serial numbers, one
   * by one, without keeping them; in the caller's transaction, by one statement.
   *
   * @return number of the last change that this statement saw
   */
  public long listed(String issuer, Consumer<StatusRow> each) {
    String sql =
        "select "
            + StatusColumns.OF_ROW
            + ", s.last from status_sequence s left join certificate_status c"
            + " on c.issuer = ? and c.state <> 'GOOD' order by c.serial";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(ROWS_A_FETCH);
      select.setString(1, issuer);
      long sequence = 0;
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          sequence = result.getLong(9);
          if (result.getString(1) != null) {
            each.accept(StatusColumns.row(result));
          }
        }
      }
      return sequence;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * Gives the certificates of a CA that changed after a number, each with its last change, in the
   * order of their serial numbers; in the caller's transaction, by one statement.
   *
   * @return number of the last change that this statement saw
   * @throws ServiceUnavailable DATABASE, also if the log of changes has a hole
   */
  public long changedSince(String issuer, long sequence, Consumer<StatusRow> each) {
    String sql =
        "select d.issuer, d.serial, d.state, d.reason, d.changed_at, d.invalidity_date, d.sequence,"
            + " false, s.last, (select count(*) from status_change where sequence > ?)"
            + " from status_sequence s left join (select distinct on (serial) * from status_change"
            + " where issuer = ? and sequence > ? order by serial, sequence desc) d on true"
            + " order by d.serial";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(ROWS_A_FETCH);
      select.setLong(1, sequence);
      select.setString(2, issuer);
      select.setLong(3, sequence);
      long last = 0;
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          last = result.getLong(9);
          if (result.getLong(10) != last - sequence) {
            throw new SQLException("the log of changes has a hole after " + sequence);
          }
          if (result.getString(1) != null) {
            each.accept(StatusColumns.row(result));
          }
        }
      }
      return last;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * How many certificates of a CA are neither revoked nor expired; one whose expiry the database
   * does not know counts too.
   */
  public long countLiving(String issuer, Instant now) {
    String sql =
        "select count(*) from certificate_status s left join certificate c on c.issuer = s.issuer"
            + " and c.serial = ltrim(encode(s.serial, 'hex'), '0') where s.issuer = ?"
            + " and s.state <> 'REVOKED' and (c.not_after is null or c.not_after >= ?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setObject(2, OffsetDateTime.ofInstant(now, ZoneOffset.UTC));
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Suspended certificates within the scope, those that wait longest first. */
  public List<StatusRow> suspended(Scope scope, int limit) {
    ScopeCondition within = ScopeCondition.onOctets(scope, "certificate_status");
    String sql =
        COLUMNS + " where state = 'SUSPENDED'" + within.sql() + " order by changed_at limit ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(within.set(select, 1), limit);
      List<StatusRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(StatusColumns.row(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * The log of changes as it stands, in the caller's transaction, which alone may go on with it
   * until it ends: so numbers have no gaps and follow the order of commits.
   */
  public ChangeChain lockChain() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select last, link from status_sequence for update");
        ResultSet result = select.executeQuery()) {
      if (!result.next()) {
        throw new SQLException("status_sequence is empty");
      }
      return new ChangeChain(result.getLong(1), Der.of(result.getBytes(2)));
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * Stores a new status and its sealed entry in the log of changes, in the transaction that locked
   * the chain.
   *
   * @param chain with the change as its last
   * @throws RequestRefused REVOCATION_IS_FINAL if the database itself refuses
   */
  public void change(StatusRow changed, ChangeChain chain, ChangeSeal seal) {
    try (Connection connection = dataSource.getConnection()) {
      prolong(connection, chain);
      update(connection, changed, chain.sequence());
      append(connection, changed, chain.sequence(), seal);
    } catch (SQLException e) {
      if (REVOKED_IS_FINAL.equals(e.getSQLState())) {
        throw new RequestRefused(
            Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked", e);
      }
      throw unavailable(e);
    }
  }

  /** Every change of a certificate's status, oldest first. */
  public List<StatusChangeRow> changes(String issuer, SerialNumber serial) {
    String sql =
        "select "
            + StatusColumns.OF_CHANGE
            + " from status_change where issuer = ? and serial = ? order by sequence";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setBytes(2, StatusColumns.octets(serial));
      List<StatusChangeRow> rows = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          rows.add(StatusColumns.change(result).change());
        }
      }
      return rows;
    } catch (SQLException e) {
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

  private Optional<StatusRow> one(String sql, String issuer, SerialNumber serial) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, issuer);
      select.setBytes(2, StatusColumns.octets(serial));
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? Optional.of(StatusColumns.row(result)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static void prolong(Connection connection, ChangeChain chain) throws SQLException {
    String sql = "update status_sequence set last = ?, link = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, chain.sequence());
      update.setBytes(2, chain.link().octets());
      if (update.executeUpdate() != 1) {
        throw new SQLException("status_sequence is empty");
      }
    }
  }

  private static void update(Connection connection, StatusRow changed, long sequence)
      throws SQLException {
    String sql =
        "update certificate_status set state = ?, reason = ?, changed_at = ?, invalidity_date = ?,"
            + " change_sequence = ? where issuer = ? and serial = ?";
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      StatusColumns.setStatus(update, 1, changed);
      update.setLong(5, sequence);
      update.setString(6, changed.issuer());
      update.setBytes(7, StatusColumns.octets(changed.serial()));
      if (update.executeUpdate() != 1) {
        throw new SQLException("no status row to change");
      }
    }
  }

  private static void append(
      Connection connection, StatusRow changed, long sequence, ChangeSeal seal)
      throws SQLException {
    String sql =
        "insert into status_change (state, reason, changed_at, invalidity_date, sequence, issuer,"
            + " serial, seal_key, seal) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      StatusColumns.setStatus(insert, 1, changed);
      insert.setLong(5, sequence);
      insert.setString(6, changed.issuer());
      insert.setBytes(7, StatusColumns.octets(changed.serial()));
      insert.setString(8, seal.keyId());
      insert.setBytes(9, seal.signature().octets());
      insert.executeUpdate();
    }
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the status database cannot be used now", e);
  }
}
