package org.opentws.access.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Reads what the audit log says of one account; each call is one look into an index. */
@ApplicationScoped
public class AccountRecordRepository {
  /** Clocks of nodes differ by less than what lies between so many changes of one account. */
  private static final int NEWEST = 16;

  private static final String SQL =
      "SELECT enc FROM audit_record WHERE object = ? AND object LIKE 'account:%'"
          + " AND outcome = 1 AND type = ANY (?)"
          + " ORDER BY at DESC, epoch DESC, seq DESC LIMIT "
          + NEWEST;

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** The newest successful events of these types about the object, encoded. */
  public List<Der> newest(String object, Set<Integer> types) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(SQL)) {
      select.setString(1, object);
      select.setArray(2, connection.createArrayOf("int4", types.toArray()));
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
}
