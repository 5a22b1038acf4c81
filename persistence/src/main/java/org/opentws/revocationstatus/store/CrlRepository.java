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
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;

/** CRLs: appended, never changed. Methods fail with {@link ServiceUnavailable} DATABASE. */
@ApplicationScoped
public class CrlRepository {
  /**
   * First half of the advisory lock's key; the second is the CA. Any number that nobody else has.
   */
  private static final int CRL_LOCK = 0x43524C;

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /**
   * True if this transaction alone may make the CA's next CRL. The lock belongs to the
   * transaction's own session and ends with it: a node that dies frees it, and one that slept
   * cannot commit.
   */
  public boolean tryLock(String ca) {
    String sql = "select pg_try_advisory_xact_lock(?, hashtext(?))";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setInt(1, CRL_LOCK);
      select.setString(2, ca);
      try (ResultSet result = select.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** The newest CRL of a CA. */
  public Optional<StoredCrl> current(String ca) {
    String sql =
        "select number, der, this_update, next_update, change_sequence from crl"
            + " where ca = ? order by number desc limit 1";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ca);
      try (ResultSet result = select.executeQuery()) {
        return result.next()
            ? Optional.of(
                new StoredCrl(
                    ca,
                    result.getLong(1),
                    Der.of(result.getBytes(2)),
                    result.getTimestamp(3).toInstant(),
                    result.getTimestamp(4).toInstant(),
                    result.getLong(5)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * Whether the CA's newest CRL was made before a time or lacks one of the CA's own status changes;
   * true if it has none. Reads no encoded CRL.
   */
  public boolean isDue(String ca, Instant madeBefore) {
    String sql =
        "select not exists (select 1 from crl where ca = ? and this_update > ?)"
            + " or exists (select 1 from status_change s where s.issuer = ? and"
            + " s.sequence > (select coalesce(max(c.change_sequence), 0) from crl c"
            + " where c.ca = ?))";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ca);
      select.setObject(2, OffsetDateTime.ofInstant(madeBefore, ZoneOffset.UTC));
      select.setString(3, ca);
      select.setString(4, ca);
      try (ResultSet result = select.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** In the caller's transaction; the primary key admits one CRL a number. */
  public void insert(StoredCrl crl) {
    String sql =
        "insert into crl (ca, number, der, this_update, next_update, change_sequence)"
            + " values (?, ?, ?, ?, ?, ?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, crl.ca());
      insert.setLong(2, crl.number());
      insert.setBytes(3, crl.der().octets());
      insert.setObject(4, OffsetDateTime.ofInstant(crl.thisUpdate(), ZoneOffset.UTC));
      insert.setObject(5, OffsetDateTime.ofInstant(crl.nextUpdate(), ZoneOffset.UTC));
      insert.setLong(6, crl.changeSequence());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the table of CRLs cannot be used now", e);
  }
}
