package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Room for the audit log: taken, kept back, and prepared. Each call stands alone. */
public final class AuditSpaceRepository {
  private final DataSource database;

  public AuditSpaceRepository(DataSource database) {
    this.database = database;
  }

  /** Octets that the log takes, its indexes included. */
  public long usedOctets() {
    return number("select audit_used_octets()", statement -> {});
  }

  /** Octets that are kept back. */
  public long reservedOctets() {
    return number("select pg_relation_size('audit_reserve')", statement -> {});
  }

  /** Keeps so much back; false if there is not so much room. */
  public boolean holdReserve(int mebibytes) {
    return number("select audit_hold_reserve(?)::int", statement -> statement.setInt(1, mebibytes))
        == 1;
  }

  /** Gives up what was kept back; returns how many octets that was. */
  public long releaseReserve() {
    return number("select audit_release_reserve()", statement -> {});
  }

  /**
   * Makes the partitions of the months from one day to another that are not there yet.
   *
   * @return how many were made
   * @throws AuditStoreFailed also when somebody is writing for long: try again later
   */
  public long prepareMonths(LocalDate from, LocalDate to) {
    return number(
        "select audit_prepare_months(?, ?)",
        statement -> {
          statement.setObject(1, from);
          statement.setObject(2, to);
        });
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private long number(String query, Binding binding) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      binding.bind(statement);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("look after the room for the audit log", e);
    }
  }
}
