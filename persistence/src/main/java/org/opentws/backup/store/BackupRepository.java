package org.opentws.backup.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/** Table backup: rows are only ever added. */
@ApplicationScoped
public class BackupRepository {
  private static final String BACKUP =
      "select id, made_at, account, file, octets, sha256 from backup";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  public void add(BackupRow backup) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into backup (id, made_at, account, file, octets, sha256)"
                    + " values (?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, backup.id());
      statement.setObject(2, backup.madeAt().atOffset(ZoneOffset.UTC));
      statement.setString(3, backup.account());
      statement.setString(4, backup.file());
      statement.setLong(5, backup.octets());
      statement.setString(6, backup.sha256());
      statement.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Newest first. */
  public List<BackupRow> newest(int limit) {
    return read(BACKUP + " order by made_at desc, id limit ?", s -> s.setInt(1, limit));
  }

  public Optional<BackupRow> find(String id) {
    return read(BACKUP + " where id = ?", s -> s.setString(1, id)).stream().findFirst();
  }

  private interface Binding {
    void bind(PreparedStatement statement) throws SQLException;
  }

  private List<BackupRow> read(String sql, Binding binding) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binding.bind(statement);
      try (ResultSet rows = statement.executeQuery()) {
        List<BackupRow> found = new ArrayList<>();
        while (rows.next()) {
          found.add(
              new BackupRow(
                  rows.getString(1),
                  rows.getObject(2, OffsetDateTime.class).toInstant(),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getLong(5),
                  rows.getString(6)));
        }
        return found;
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
