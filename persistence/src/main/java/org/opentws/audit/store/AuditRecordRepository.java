package org.opentws.audit.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import javax.sql.DataSource;

/** Records that belong to a business change, written in the caller's transaction. */
@ApplicationScoped
public class AuditRecordRepository {
  private static final String INSERT =
      "insert into audit_record (epoch, seq, at, type, outcome, actor, object, enc, mac)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning xid::text::bigint";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  protected AuditRecordRepository() {}

  public AuditRecordRepository(DataSource database) {
    this.database = database;
  }

  /**
   * Adds the record.
   *
   * @return the id of the transaction, by which its end can be asked for later
   * @throws AuditStoreFailed the caller's transaction must be rolled back
   */
  public long insert(AuditRecord row) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, row.epoch());
      statement.setLong(2, row.sequence());
      statement.setObject(3, row.at().atOffset(ZoneOffset.UTC));
      statement.setInt(4, row.type());
      statement.setInt(5, row.outcome());
      statement.setString(6, row.actor());
      statement.setString(7, row.object());
      statement.setBytes(8, row.encoded().octets());
      statement.setBytes(9, row.mac().octets());
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        long transaction = result.getLong(1);
        AuditPersonalRepository.insert(connection, row.personal());
        return transaction;
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("write an audit record", e);
    }
  }
}
