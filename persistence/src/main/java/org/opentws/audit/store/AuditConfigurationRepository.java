package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Configuration and programs as nodes last had them. Each call stands alone. */
public final class AuditConfigurationRepository {
  private final DataSource database;

  public AuditConfigurationRepository(DataSource database) {
    this.database = database;
  }

  /** What a node last had, by name; what is not there any more is left out. */
  public SortedMap<String, String> of(String node) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select distinct on (name) name, value from audit_configuration where node = ?"
                    + " order by name, id desc")) {
      statement.setString(1, node);
      SortedMap<String, String> values = new TreeMap<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          if (!result.getString(2).isEmpty()) {
            values.put(result.getString(1), result.getString(2));
          }
        }
      }
      return values;
    } catch (SQLException e) {
      throw new AuditStoreFailed("read a node's last configuration", e);
    }
  }

  /** It has this value now; empty: it is not there any more. */
  public void changed(String node, String name, String value, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_configuration (node, name, value, at) values (?, ?, ?, ?)")) {
      statement.setString(1, node);
      statement.setString(2, name);
      statement.setString(3, value);
      statement.setObject(4, at.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep a node's configuration", e);
    }
  }
}
