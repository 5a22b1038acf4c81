package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.annotation.Resource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * An answer leaves after its record is durable: nobody's default may weaken what a commit means.
 */
class DurabilityTest extends InContainer {
  /** More than lie idle in the pools: some are opened anew. */
  private static final int HELD = 5;

  @Resource(lookup = "java:/opentws/audit")
  DataSource audit;

  @Test
  void everyConnectionCommitsToDiskWhateverTheRolesDefaultIs() throws Exception {
    rows().write("alter role current_user set synchronous_commit = off");
    try {
      for (DataSource pool : List.of(database, audit)) {
        assertDurable(pool);
      }
    } finally {
      rows().write("alter role current_user reset synchronous_commit");
    }
  }

  private static void assertDurable(DataSource pool) throws SQLException {
    List<Connection> held = new ArrayList<>();
    try {
      for (int i = 0; i < HELD; i++) {
        Connection connection = pool.getConnection();
        held.add(connection);
        assertEquals("on", setting(connection), "connection " + i);
      }
    } finally {
      for (Connection connection : held) {
        connection.close();
      }
    }
  }

  private static String setting(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("show synchronous_commit")) {
      result.next();
      return result.getString(1);
    }
  }
}
