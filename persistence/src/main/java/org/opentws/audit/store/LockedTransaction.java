package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A transaction that one node at a time holds: under an advisory lock that ends with it. Without a
 * commit nothing happened.
 */
final class LockedTransaction implements AutoCloseable {
  private final Connection connection;
  private final String what;

  private LockedTransaction(Connection connection, String what) {
    this.connection = connection;
    this.what = what;
  }

  /**
   * Begins it.
   *
   * @param lock any number that nobody else uses
   * @param what is done in it, for messages
   * @return empty if another node holds the lock at this moment
   */
  static Optional<LockedTransaction> begin(DataSource database, long lock, String what) {
    try {
      Connection connection = database.getConnection();
      LockedTransaction transaction = new LockedTransaction(connection, what);
      try {
        // READ COMMITTED: each later statement must see what was committed after the lock was had.
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(false);
        if (transaction.lock(lock)) {
          return Optional.of(transaction);
        }
      } catch (SQLException | RuntimeException e) {
        transaction.close();
        throw e;
      }
      transaction.close();
      return Optional.empty();
    } catch (SQLException e) {
      throw new AuditStoreFailed("begin " + what, e);
    }
  }

  private boolean lock(long number) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      statement.setLong(1, number);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() && result.getBoolean(1);
      }
    }
  }

  Connection connection() {
    return connection;
  }

  @Override
  public void close() {
    try (Connection ending = connection) {
      if (!ending.getAutoCommit()) {
        ending.rollback();
        ending.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("end " + what, e);
    }
  }
}
