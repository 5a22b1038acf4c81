package org.opentws.revocationstatus.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection of its own, kept open; used by one thread. */
final class JdbcStatusReadRepository implements StatusReadRepository {
  private static final Logger LOG = LoggerFactory.getLogger(JdbcStatusReadRepository.class);
  private static final int NETWORK_TIMEOUT_MILLIS = 3000;

  private static final String CHANGES =
      "select "
          + StatusColumns.OF_CHANGE
          + ", null::boolean from status_change where sequence > ? order by sequence limit "
          + CHANGES_A_READ;

  /** One index read a certificate, whatever the statistics of the table say. */
  private static final String CHANGES_AND_ROWS =
      "("
          + CHANGES
          + ") union all select s.change_sequence, s.issuer, s.serial, s.state, s.reason,"
          + " s.changed_at, s.invalidity_date, null, null, s.tsp_key"
          + " from unnest(?::text[], ?::bytea[]) as asked(issuer, serial)"
          + " cross join lateral (select * from certificate_status c"
          + " where c.issuer = asked.issuer and c.serial = asked.serial limit 1) s";

  private final DataSource database;
  private @Nullable Connection connection;
  private @Nullable PreparedStatement changes;
  private @Nullable PreparedStatement changesAndRows;

  JdbcStatusReadRepository(DataSource database) {
    this.database = database;
  }

  @Override
  public StatusRead read(long afterSequence, Collection<CertificateName> asked) {
    try {
      open();
      PreparedStatement statement = asked.isEmpty() ? prepared(changes) : prepared(changesAndRows);
      statement.setLong(1, afterSequence);
      if (!asked.isEmpty()) {
        setNames(statement, asked);
      }
      try (ResultSet result = statement.executeQuery()) {
        return read(result);
      }
    } catch (SQLException e) {
      discard();
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "the status database cannot be read now", e);
    }
  }

  private static void setNames(PreparedStatement statement, Collection<CertificateName> asked)
      throws SQLException {
    String[] issuers = new String[asked.size()];
    byte[][] serials = new byte[asked.size()][];
    int i = 0;
    for (CertificateName name : asked) {
      issuers[i] = name.issuer();
      serials[i++] = StatusColumns.octets(name.serial());
    }
    Connection connection = statement.getConnection();
    Array issuerArray = connection.createArrayOf("text", issuers);
    Array serialArray = connection.createArrayOf("bytea", serials);
    statement.setArray(2, issuerArray);
    statement.setArray(3, serialArray);
  }

  private static StatusRead read(ResultSet result) throws SQLException {
    List<SealedChange> changes = new ArrayList<>();
    List<StatusRow> rows = new ArrayList<>();
    while (result.next()) {
      if (result.getObject(10) == null) {
        changes.add(StatusColumns.change(result));
      } else {
        rows.add(StatusColumns.rowAmongChanges(result));
      }
    }
    return new StatusRead(changes, rows);
  }

  private static PreparedStatement prepared(@Nullable PreparedStatement statement)
      throws SQLException {
    if (statement == null) {
      throw new SQLException("not connected");
    }
    return statement;
  }

  private void open() throws SQLException {
    if (connection != null) {
      return;
    }
    Connection opened = database.getConnection();
    connection = opened;
    opened.setNetworkTimeout(Runnable::run, NETWORK_TIMEOUT_MILLIS);
    opened.setAutoCommit(true);
    try (Statement statement = opened.createStatement()) {
      // A small or never analysed table must not make the plan that a large one then keeps.
      statement.execute("set enable_seqscan = off; set enable_bitmapscan = off; set jit = off");
    }
    changes = opened.prepareStatement(CHANGES);
    changesAndRows = opened.prepareStatement(CHANGES_AND_ROWS);
  }

  /** A connection that failed once must not go back to a pool. */
  private void discard() {
    Connection open = connection;
    if (open != null) {
      try {
        open.abort(Runnable::run);
      } catch (SQLException e) {
        LOG.debug("The status reader's connection could not be aborted", e);
      }
    }
    close();
  }

  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    changes = null;
    changesAndRows = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Nothing is lost: it only read.
        LOG.debug("The status reader's connection could not be closed", e);
      }
    }
  }
}
