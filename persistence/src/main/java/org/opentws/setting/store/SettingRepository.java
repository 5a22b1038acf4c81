package org.opentws.setting.store;

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
import org.opentws.value.Der;

/** Versions of settings: they are added, never altered. */
@ApplicationScoped
public class SettingRepository {
  private static final String COLUMNS = " name, version, value, account, reason, at, seal ";

  /** Clocks of nodes differ by less than what lies between so many changes of one setting. */
  private static final String RECORDS =
      "select enc from audit_record where object = ? and object like 'setting:%'"
          + " and outcome = 1 and type = ? order by at desc, epoch desc, seq desc limit 16";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** The newest version that has a row, whoever wrote it. */
  public Optional<Integer> newest(String name) {
    String sql = "select version from setting where name = ? order by version desc limit 1";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getInt(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The row of a version. */
  public Optional<SealedSetting> find(String name, int version) {
    String sql = "select" + COLUMNS + "from setting where name = ? and version = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, name);
      select.setInt(2, version);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(read(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * What the audit log says of a setting: the newest successful records of the type, encoded.
   *
   * @param object of the records
   */
  public List<Der> records(String object, int type) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(RECORDS)) {
      select.setString(1, object);
      select.setInt(2, type);
      List<Der> records = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          records.add(Der.of(row.getBytes(1)));
        }
      }
      return records;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** In the caller's transaction; refused if another change took that number meanwhile. */
  public void add(SealedSetting sealed) {
    SettingVersion version = sealed.version();
    String sql = "insert into setting (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, version.name());
      insert.setInt(2, version.version());
      insert.setInt(3, version.value());
      insert.setString(4, version.account());
      insert.setString(5, version.reason());
      insert.setObject(6, OffsetDateTime.ofInstant(version.at(), ZoneOffset.UTC));
      insert.setString(7, sealed.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    }
  }

  private static SealedSetting read(ResultSet row) throws SQLException {
    return new SealedSetting(
        new SettingVersion(
            row.getString(1),
            row.getInt(2),
            row.getInt(3),
            row.getString(4),
            row.getString(5),
            row.getObject(6, OffsetDateTime.class).toInstant()),
        row.getString(7));
  }
}
