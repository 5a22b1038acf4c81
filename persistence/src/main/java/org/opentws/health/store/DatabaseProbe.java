package org.opentws.health.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Asks the database for a sign of life. */
@ApplicationScoped
public class DatabaseProbe {
  private static final int SECONDS_MAX = 2;

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /** Whether a connection can be had and the server answers on it within two seconds. */
  public boolean answers() {
    try (Connection connection = database.getConnection()) {
      return connection.isValid(SECONDS_MAX);
    } catch (SQLException e) {
      return false;
    }
  }
}
