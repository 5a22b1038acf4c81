package org.opentws.revocationstatus.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** The status of all certificates, and its log, part by part, for whoever takes all of it along. */
@ApplicationScoped
public class StatusBookRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * The next ones in the order of issuer and serial number.
   *
   * @param last the one before; empty at the beginning
   */
  public List<StatusRow> after(Optional<StatusRow> last, int limit) {
    String sql =
        "select "
            + StatusColumns.OF_ROW
            + " from certificate_status where (issuer, serial) > (?, ?)"
            + " order by issuer, serial limit ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, last.map(StatusRow::issuer).orElse(""));
      select.setBytes(2, last.map(row -> StatusColumns.octets(row.serial())).orElse(new byte[0]));
      select.setInt(3, limit);
      List<StatusRow> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(StatusColumns.row(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The next changes of the log with their seals. */
  public List<SealedChange> changesAfter(long sequence, int limit) {
    String sql =
        "select "
            + StatusColumns.OF_CHANGE
            + " from status_change where sequence > ? order by sequence limit ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setLong(1, sequence);
      select.setInt(2, limit);
      List<SealedChange> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(StatusColumns.change(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
