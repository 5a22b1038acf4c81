package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The index over the log by which searches are quick; made from the log, one node at a time. */
public final class AuditIndexRepository {
  /** Any number will do as long as nobody else uses it: "OTWSLOG2". */
  private static final long ADVISORY_LOCK = 0x4f5457534c4f4732L;

  private final DataSource database;

  public AuditIndexRepository(DataSource database) {
    this.database = database;
  }

  /**
   * Begins to add blocks.
   *
   * @return empty if another node does it at this moment
   */
  public Optional<Indexing> begin() {
    return LockedTransaction.begin(database, ADVISORY_LOCK, "indexing").map(Indexing::new);
  }

  /** One transaction under the lock; without {@link #commit} nothing happened. */
  public static final class Indexing implements AutoCloseable {
    private final LockedTransaction transaction;
    private final Connection connection;

    Indexing(LockedTransaction transaction) {
      this.transaction = transaction;
      this.connection = transaction.connection();
    }

    /** Number of the first block that is not indexed. */
    public long next() {
      return number("select coalesce(max(n) + 1, 0) from audit_block");
    }

    /** Records that have their place in the log. */
    public long sealedSize() {
      return number("select coalesce(max(size), 0) from audit_checkpoint");
    }

    private long number(String query) {
      try {
        return AuditRows.number(connection, query);
      } catch (SQLException e) {
        throw new AuditStoreFailed("look where the index ends", e);
      }
    }

    /** Rows that hold records from one index up to before another, in order. */
    public List<SealedContents> rows(long from, long to) {
      return SealedContents.read(connection, from, to);
    }

    public void add(AuditBlock block) {
      try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into audit_block (n, first_at, last_at, types, filter)"
                      + " values (?, ?, ?, ?, ?)");
          PreparedStatement hours =
              connection.prepareStatement(
                  "insert into audit_hour (block, hour, type, outcome, records)"
                      + " values (?, ?, ?, ?, ?)")) {
        statement.setLong(1, block.number());
        statement.setObject(2, block.firstAt().atOffset(ZoneOffset.UTC));
        statement.setObject(3, block.lastAt().atOffset(ZoneOffset.UTC));
        statement.setArray(4, connection.createArrayOf("int4", block.types().toArray()));
        statement.setBytes(5, block.filter().octets());
        statement.executeUpdate();
        for (Map.Entry<AuditBlock.Slot, Integer> slot : block.counts().entrySet()) {
          hours.setLong(1, block.number());
          hours.setObject(2, slot.getKey().hour().atOffset(ZoneOffset.UTC));
          hours.setInt(3, slot.getKey().type());
          hours.setInt(4, slot.getKey().outcome());
          hours.setInt(5, slot.getValue());
          hours.addBatch();
        }
        hours.executeBatch();
      } catch (SQLException e) {
        throw new AuditStoreFailed("index a block", e);
      }
    }

    public void commit() {
      try {
        connection.commit();
      } catch (SQLException e) {
        throw new AuditStoreFailed("index blocks", e);
      }
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
