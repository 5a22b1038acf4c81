package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes segments over one connection of its own, outside any business transaction. Used by one
 * thread.
 */
public final class AuditSegmentRepository implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditSegmentRepository.class);
  private static final int NETWORK_TIMEOUT_MILLIS = 3000;
  private static final String ROW =
      "insert into audit_segment (epoch, seq, n, first_at, last_at, types, mac, data)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing"
          + " returning xid::text::bigint";
  private static final int ROW_PARAMETERS = 8;
  private static final String ROW_AND_PERSONAL =
      "with entered as ("
          + ROW
          + ")"
          + AuditPersonalRepository.WITH_SEGMENT
          + " select * from entered";

  private final DataSource database;
  private @Nullable Connection connection;

  public AuditSegmentRepository(DataSource database) {
    this.database = database;
  }

  /**
   * Makes the segment durable. After a failure it is not known whether it is: call again with the
   * same segment, the primary key makes it happen once.
   *
   * @return the id of the transaction that wrote it
   */
  public long insert(AuditSegment segment) {
    try {
      Connection open = connection();
      List<PersonalRow> personal = segment.personal();
      String insert = personal.isEmpty() ? ROW : ROW_AND_PERSONAL;
      try (PreparedStatement statement = open.prepareStatement(insert)) {
        statement.setLong(1, segment.epoch());
        statement.setLong(2, segment.sequence());
        statement.setInt(3, segment.count());
        statement.setObject(4, segment.firstAt().atOffset(ZoneOffset.UTC));
        statement.setObject(5, segment.lastAt().atOffset(ZoneOffset.UTC));
        statement.setArray(6, open.createArrayOf("int4", segment.types().toArray()));
        statement.setBytes(7, segment.mac().octets());
        statement.setBytes(8, segment.data().octets());
        if (!personal.isEmpty()) {
          AuditPersonalRepository.bind(statement, ROW_PARAMETERS + 1, personal);
        }
        try (ResultSet result = statement.executeQuery()) {
          if (result.next()) {
            return result.getLong(1);
          }
        }
      }
      return transactionOf(open, segment);
    } catch (SQLException e) {
      discard();
      throw new AuditStoreFailed("write a segment of audit records", e);
    }
  }

  /**
   * The segment was already there: an earlier attempt succeeded although its answer was lost. A row
   * that somebody else put in its place has another code: then the log does not go on.
   */
  private static long transactionOf(Connection open, AuditSegment segment) throws SQLException {
    try (PreparedStatement statement =
        open.prepareStatement(
            "select xid::text::bigint from audit_segment"
                + " where epoch = ? and seq = ? and first_at = ? and mac = ?")) {
      statement.setLong(1, segment.epoch());
      statement.setLong(2, segment.sequence());
      statement.setObject(3, segment.firstAt().atOffset(ZoneOffset.UTC));
      statement.setBytes(4, segment.mac().octets());
      try (ResultSet result = statement.executeQuery()) {
        if (!result.next()) {
          throw new SQLException("another row stands in the place of a segment");
        }
        return result.getLong(1);
      }
    }
  }

  private Connection connection() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.getConnection();
      try {
        open.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
        open.setAutoCommit(true);
        try (Statement statement = open.createStatement()) {
          // An acknowledged record must survive a power loss, whatever the role's default is.
          statement.execute("set synchronous_commit = on");
        }
      } catch (SQLException e) {
        open.close();
        throw e;
      }
      connection = open;
    }
    return open;
  }

  /** A connection that failed once must not go back to a pool. */
  private void discard() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("The audit writer's connection could not be aborted", e);
      }
    }
    close();
  }

  /** Gives the connection up; the next insert opens another. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing is lost: all its work was autocommitted.
        LOG.debug("The audit writer's connection could not be closed", e);
      }
    }
  }
}
