package org.opentws.backup.store;

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
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Table backup_restoration: the tool that restores writes it, the next node records it. */
@ApplicationScoped
public class RestorationRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** Those of which the audit log does not tell yet; no other node takes them meanwhile. */
  public List<Restoration> unrecorded() {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select id, backup, sha256, restored_at, requester, approver, replaced"
                    + " from backup_restoration where recorded_at is null"
                    + " order by restored_at for update");
        ResultSet rows = statement.executeQuery()) {
      List<Restoration> found = new ArrayList<>();
      while (rows.next()) {
        found.add(
            new Restoration(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getObject(4, OffsetDateTime.class).toInstant(),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7)));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  public void recorded(String id, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update backup_restoration set recorded_at = ? where id = ?")) {
      statement.setObject(1, at.atOffset(ZoneOffset.UTC));
      statement.setString(2, id);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
