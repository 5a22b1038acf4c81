package org.opentws.audit.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;

/** Parameters of the audit function: the newest row of a name counts, older ones stay. */
@ApplicationScoped
public class AuditParameterRepository {
  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  protected AuditParameterRepository() {}

  public AuditParameterRepository(DataSource database) {
    this.database = database;
  }

  /** Values in force by name; those never changed are not among them. */
  public Map<String, String> values() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select distinct on (name) name, value from audit_parameter"
                    + " order by name, id desc")) {
      Map<String, String> values = new HashMap<>();
      while (result.next()) {
        values.put(result.getString(1), result.getString(2));
      }
      return values;
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the audit parameters", e);
    }
  }

  /**
   * Sets a value, in the caller's transaction.
   *
   * @param operation the dual-control operation that does it
   */
  public void set(String name, String value, String operation, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_parameter (name, value, operation, at) values (?, ?, ?, ?)")) {
      statement.setString(1, name);
      statement.setString(2, value);
      statement.setString(3, operation);
      statement.setObject(4, at.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("set an audit parameter", e);
    }
  }
}
