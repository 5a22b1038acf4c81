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
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.CrlPartition;

/** Which partitions a CA has, and which lack something. Methods fail with DATABASE. */
@ApplicationScoped
public class CrlPartitionRepository {
  /** {@link CrlPartition#of} in SQL. */
  private static final String INDEX =
      "((get_byte(sha256(serial), 0) * 65536 + get_byte(sha256(serial), 1) * 256"
          + " + get_byte(sha256(serial), 2)) % p.partitions + 1)";

  /** All partitions of a CA, each with its newest list, if it has one. */
  private static final String WITH_LIST =
      "select i.i, p.partitions from crl_partitioning p"
          + " cross join lateral generate_series(1, p.partitions) i (i)"
          + " left join lateral (select c.this_update, c.next_update from crl c where c.ca = p.ca"
          + " and c.scope = i.i || '-of-' || p.partitions order by c.number desc limit 1) l on true"
          + " where p.ca = ?";

  private static final String LACKING =
      " and (l.this_update is null or (l.next_update < timestamptz '9999-12-31 00:00:00Z'"
          + " and (l.this_update <= ? or i.i in (select "
          + INDEX
          + " from status_change s where s.issuer = p.ca and s.sequence > p.change_sequence))))";

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /** From now on the CA has so many, for ever. */
  public void add(String ca, int partitions) {
    String sql =
        "insert into crl_partitioning (ca, partitions) values (?, ?) on conflict do nothing";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, ca);
      insert.setInt(2, partitions);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** CAs that have some. */
  public Set<String> cas() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select distinct ca from crl_partitioning");
        ResultSet result = select.executeQuery()) {
      Set<String> found = new TreeSet<>();
      while (result.next()) {
        found.add(result.getString(1));
      }
      return found;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** All of a CA. */
  public List<CrlPartition> of(String ca) {
    return select(WITH_LIST, ca);
  }

  /**
   * Those without a list, or whose newest list was made before a time or lacks a change; one with a
   * last list lacks nothing.
   */
  public List<CrlPartition> due(String ca, Instant madeBefore) {
    return select(WITH_LIST + LACKING, ca, OffsetDateTime.ofInstant(madeBefore, ZoneOffset.UTC));
  }

  private List<CrlPartition> select(String sql, Object... values) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      List<CrlPartition> found = new ArrayList<>();
      try (ResultSet result = select.executeQuery()) {
        while (result.next()) {
          found.add(new CrlPartition(result.getInt(1), result.getInt(2)));
        }
      }
      return found;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** Every change of the CA up to a number stands on its lists; in the transaction of these. */
  public void listedUpTo(String ca, long changeSequence) {
    String sql =
        "update crl_partitioning set change_sequence = ? where ca = ? and change_sequence < ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, changeSequence);
      update.setString(2, ca);
      update.setLong(3, changeSequence);
      update.executeUpdate();
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the table of CRL partitions cannot be used now", e);
  }
}
