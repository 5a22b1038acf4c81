package org.opentws.revocationstatus.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;

/** CRLs: appended, never changed. Methods fail with {@link ServiceUnavailable} DATABASE. */
@ApplicationScoped
public class CrlRepository {
  /**
   * First half of the advisory lock's key; the second is the CA. Any number that nobody else has.
   */
  private static final int CRL_LOCK = 0x43524C;

  /** Octets of each part but the last. */
  public static final int PART_OCTETS = CrlParts.PART_OCTETS;

  private static final String CRL =
      "select ca, scope, number, this_update, next_update, change_sequence, length,"
          + " coalesce(gzip_length, 0) from crl";

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /**
   * True if this transaction alone may make the CA's next CRL. The lock belongs to the
   * transaction's own session and ends with it: a node that dies frees it, and one that slept
   * cannot commit.
   */
  public boolean tryLock(String ca) {
    return lock(ca, "select pg_try_advisory_xact_lock(?, hashtext(?))");
  }

  /** The same, once whoever makes one now has ended. */
  public void lock(String ca) {
    lock(ca, "select pg_advisory_xact_lock(?, hashtext(?)) is not null");
  }

  private boolean lock(String ca, String sql) {
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

  /** The newest complete CRL of a CA. */
  public Optional<StoredCrl> current(String ca) {
    return current(ca, StoredCrl.COMPLETE);
  }

  /** The newest CRL of a CA with that scope. */
  public Optional<StoredCrl> current(String ca, String scope) {
    return one(CRL + " where ca = ? and scope = ? order by number desc limit 1", ca, scope);
  }

  /**
   * The highest number that a CRL of this CA has, of any scope: they count together; or may have
   * had before the database was restored from a backup.
   */
  public long lastNumber(String ca) {
    String sql =
        "select greatest((select coalesce(max(number), 0) from crl where ca = ?),"
            + " (select coalesce(max(number), 0) from crl_number_floor where ca = ?))";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ca);
      select.setString(2, ca);
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? result.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** A CRL of any time. */
  public Optional<StoredCrl> find(String ca, String scope, long number) {
    return one(CRL + " where ca = ? and scope = ? and number = ?", ca, scope, number);
  }

  /** The newest complete CRL that was made before a time, or else the oldest one there is. */
  public Optional<StoredCrl> madeBefore(String ca, Instant time) {
    return one(
        CRL
            + " where ca = ? and scope = '' order by this_update < ? desc,"
            + " case when this_update < ? then -number else number end limit 1",
        ca,
        sql(time),
        sql(time));
  }

  private Optional<StoredCrl> one(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? Optional.of(read(result)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static StoredCrl read(ResultSet row) throws SQLException {
    return new StoredCrl(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getTimestamp(4).toInstant(),
        row.getTimestamp(5).toInstant(),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8));
  }

  /**
   * Whether the CA's newest CRL was made before a time or lacks one of the CA's own status changes;
   * true if it has none. Reads no encoded CRL. Lists of partitions do not count.
   */
  public boolean isDue(String ca, Instant madeBefore) {
    String sql =
        "select not exists (select 1 from crl where ca = ? and scope = '' and this_update > ?)"
            + " or exists (select 1 from status_change s where s.issuer = ? and"
            + " s.sequence > (select coalesce(max(c.change_sequence), 0) from crl c"
            + " where c.ca = ? and c.scope in ('', 'delta')))";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, ca);
      select.setObject(2, sql(madeBefore));
      select.setString(3, ca);
      select.setString(4, ca);
      try (ResultSet result = select.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * The same for many CAs at once: those that are due, first those that have no CRL, then those
   * with a newer one.
   */
  public List<String> due(Collection<String> cas, Instant madeBefore) {
    String sql =
        "select a.ca from unnest(?) a (ca) left join lateral (select c.this_update,"
            + " c.change_sequence from crl c where c.ca = a.ca and c.scope = '' order by c.number"
            + " desc limit 1) l on true left join lateral (select c.change_sequence from crl c"
            + " where c.ca = a.ca and c.scope = 'delta' order by c.number desc limit 1) d on true"
            + " where l.this_update is null or l.this_update <= ? or exists (select 1"
            + " from status_change s where s.issuer = a.ca"
            + " and s.sequence > greatest(l.change_sequence, d.change_sequence))"
            + " order by l.this_update desc nulls first, a.ca";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("text", cas.toArray()));
      select.setObject(2, sql(madeBefore));
      return strings(select);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** CAs with a status change after the one with that number. */
  public List<String> issuersChangedAfter(long sequence) {
    String sql = "select distinct issuer from status_change where sequence > ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, sequence);
      return strings(select);
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static List<String> strings(PreparedStatement select) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet result = select.executeQuery()) {
      while (result.next()) {
        found.add(result.getString(1));
      }
    }
    return found;
  }

  /**
   * In the caller's transaction; the primary key admits one CRL a number. Stores it as signed and
   * compressed, with memory for one part.
   *
   * @param crl its lengths are those that the octets turn out to have
   */
  public void insert(StoredCrl crl, CrlOctets octets) {
    String sql =
        "insert into crl (ca, scope, number, this_update, next_update, change_sequence, length,"
            + " gzip_length) values (?, ?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      StoredCrl stored = storeOctets(connection, crl, octets);
      insert.setString(1, stored.ca());
      insert.setString(2, stored.scope());
      insert.setLong(3, stored.number());
      insert.setObject(4, sql(stored.thisUpdate()));
      insert.setObject(5, sql(stored.nextUpdate()));
      insert.setLong(6, stored.changeSequence());
      insert.setLong(7, stored.length());
      insert.setLong(8, stored.gzipLength());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    } catch (IOException e) {
      throw unavailable(new SQLException(e));
    }
  }

  private static StoredCrl storeOctets(Connection connection, StoredCrl crl, CrlOctets octets)
      throws SQLException, IOException {
    CrlParts identity = new CrlParts(connection, crl, StoredCrl.Encoding.IDENTITY);
    try (InputStream in = octets.open();
        identity) {
      in.transferTo(identity);
    }
    CrlParts compressed = new CrlParts(connection, crl, StoredCrl.Encoding.GZIP);
    try (InputStream in = octets.open();
        OutputStream gzip = new GZIPOutputStream(compressed)) {
      in.transferTo(gzip);
    }
    return crl.withLengths(identity.length(), compressed.length());
  }

  /**
   * One part of a CRL's octets: each but the last has {@link #PART_OCTETS}.
   *
   * @throws ServiceUnavailable DATABASE, also if the part is missing
   */
  public byte[] part(StoredCrl crl, StoredCrl.Encoding encoding, int part) {
    String sql =
        "select octets from crl_part where ca = ? and scope = ? and number = ? and encoding = ?"
            + " and part = ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, crl.ca());
      select.setString(2, crl.scope());
      select.setLong(3, crl.number());
      select.setString(4, encoding.name());
      select.setInt(5, part);
      try (ResultSet result = select.executeQuery()) {
        if (!result.next()) {
          throw new SQLException("part " + part + " of the CRL is missing");
        }
        return result.getBytes(1);
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static OffsetDateTime sql(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the table of CRLs cannot be used now", e);
  }
}
