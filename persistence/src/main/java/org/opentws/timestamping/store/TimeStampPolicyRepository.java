package org.opentws.timestamping.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Units, clients and accounts of time-stamping: versions are added, never altered. */
@ApplicationScoped
public class TimeStampPolicyRepository {

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /** Reads one row. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Every version of every unit, oldest first. */
  public List<UnitVersion> units() {
    return all(
        "SELECT unit, version, definition, state, requester, approver, at FROM time_stamping_unit"
            + " ORDER BY unit, version",
        row ->
            new UnitVersion(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4).equals("OFFERED"),
                row.getString(5),
                row.getString(6),
                row.getObject(7, OffsetDateTime.class).toInstant()));
  }

  /** The newest version of every client. */
  public List<ClientVersion> clients() {
    return all(
        "SELECT DISTINCT ON (client) client, version, secret_sha256, units, per_day, state,"
            + " requester, approver, at FROM time_stamp_client ORDER BY client, version DESC",
        row ->
            new ClientVersion(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6).equals("ADMITTED"),
                row.getString(7),
                row.getString(8),
                row.getObject(9, OffsetDateTime.class).toInstant()));
  }

  /** In the caller's transaction; refused if another version took that number meanwhile. */
  public void add(UnitVersion version) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO time_stamping_unit"
                    + " (unit, version, definition, state, requester, approver, at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, version.unit());
      insert.setInt(2, version.version());
      insert.setString(3, version.definition());
      insert.setString(4, version.offered() ? "OFFERED" : "WITHDRAWN");
      insert.setString(5, version.requester());
      insert.setString(6, version.approver());
      insert.setObject(7, OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  /** In the caller's transaction; refused if another version took that number meanwhile. */
  public void add(ClientVersion version) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO time_stamp_client (client, version, secret_sha256, units, per_day,"
                    + " state, requester, approver, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      insert.setString(1, version.client());
      insert.setInt(2, version.version());
      insert.setString(3, version.secretSha256());
      insert.setString(4, version.units());
      insert.setLong(5, version.perDay());
      insert.setString(6, version.admitted() ? "ADMITTED" : "BARRED");
      insert.setString(7, version.requester());
      insert.setString(8, version.approver());
      insert.setObject(9, OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  /** The accounts of some days, both included. */
  public List<UsageLine> usage(LocalDate from, LocalDate to) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT day, client, unit, sum(granted) FROM time_stamp_usage"
                    + " WHERE day BETWEEN ? AND ? GROUP BY day, client, unit"
                    + " ORDER BY day, client, unit")) {
      select.setObject(1, from);
      select.setObject(2, to);
      return rows(
          select,
          row ->
              new UsageLine(
                  row.getObject(1, LocalDate.class),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4)));
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private <T> List<T> all(String sql, Row<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      return rows(select, reader);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static <T> List<T> rows(PreparedStatement select, Row<T> reader) throws SQLException {
    List<T> found = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        found.add(reader.read(row));
      }
    }
    return found;
  }
}
