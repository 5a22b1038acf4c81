package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.value.Der;

/** Time-stamp tokens over checkpoints. Each call stands alone. */
public final class AuditStampRepository {
  static final String STAMPED =
      "select "
          + AuditRows.NOTE
          + ", t.token, t.at from audit_time_stamp t"
          + " join audit_checkpoint_note n on n.size = t.size";

  private final DataSource database;

  AuditStampRepository(DataSource database) {
    this.database = database;
  }

  /** Keeps it; a second one over the same checkpoint says nothing new. */
  public void add(StampedNote stamped) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_time_stamp (size, token, at) values (?, ?, ?)"
                    + " on conflict (size) do nothing")) {
      statement.setLong(1, stamped.note().size());
      statement.setBytes(2, stamped.token().octets());
      statement.setObject(3, stamped.at().atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep a time-stamp of a checkpoint", e);
    }
  }

  /** The newest one; empty before the first. */
  public Optional<StampedNote> last() {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(STAMPED + " order by t.size desc limit 1");
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(stamped(result)) : Optional.empty();
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the last time-stamp of a checkpoint", e);
    }
  }

  static StampedNote stamped(ResultSet result) throws SQLException {
    return new StampedNote(
        AuditRows.note(result), Der.of(result.getBytes(4)), AuditRows.instant(result, 5));
  }
}
