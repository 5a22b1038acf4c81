package org.opentws.access.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Table installation: at most one row, so that the import happens once whatever else fails. */
@ApplicationScoped
public class InstallationRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  public boolean isInstalled() {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement("SELECT 1 FROM installation");
        ResultSet rows = select.executeQuery()) {
      return rows.next();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Claims the installation in the caller's transaction; a second node waits here for the first.
   *
   * @return false if the system is installed already
   */
  public boolean claim(String documentSha256, boolean demo, Instant now) {
    return insertedOne(
        "INSERT INTO installation (imported_at, document_sha256, demo) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        insert -> {
          insert.setObject(1, now.atOffset(ZoneOffset.UTC));
          insert.setString(2, documentSha256);
          insert.setBoolean(3, demo);
        });
  }

  /**
   * Claims one recovery document in the caller's transaction, as {@link #claim} does.
   *
   * @return false if that document was imported already
   */
  public boolean claimRecovery(String documentSha256, Instant now) {
    return insertedOne(
        "INSERT INTO officer_document (document_sha256, imported_at) VALUES (?, ?)"
            + " ON CONFLICT DO NOTHING",
        insert -> {
          insert.setString(1, documentSha256);
          insert.setObject(2, now.atOffset(ZoneOffset.UTC));
        });
  }

  private interface Values {
    void set(PreparedStatement statement) throws SQLException;
  }

  private boolean insertedOne(String sql, Values values) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      values.set(insert);
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
