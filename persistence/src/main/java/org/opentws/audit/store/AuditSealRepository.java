package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.value.Der;

/** Sealing: gives rows their order in the log. One node at a time, whichever comes first. */
public final class AuditSealRepository {
  /** Any number will do as long as nobody else uses it: "OTWSLOG1". */
  private static final long ADVISORY_LOCK = 0x4f5457534c4f4731L;

  private final DataSource database;

  public AuditSealRepository(DataSource database) {
    this.database = database;
  }

  /**
   * Begins a sealing.
   *
   * @return empty if another node is sealing at this moment
   */
  public Optional<Sealing> begin() {
    return LockedTransaction.begin(database, ADVISORY_LOCK, "sealing").map(Sealing::new);
  }

  /** One sealing: a transaction under the lock; without {@link #commit} nothing happened. */
  public static final class Sealing implements AutoCloseable {
    private static final String UNSEALED =
        "with s as materialized (select kind, epoch, seq from audit_sealed"
            + " where xid >= cast(? as xid8))"
            + " select 1 as source, epoch, seq, n, xid::text::bigint, first_at from audit_segment"
            + " where xid >= cast(? as xid8)"
            + " union all select 2, epoch, seq, 1, xid::text::bigint, at from audit_record"
            + " where xid >= cast(? as xid8)"
            + " union all select 10 + kind, epoch, seq, 0, 0, null from s"
            + " union all select 0, 0, 0, 0,"
            + " pg_snapshot_xmin(pg_current_snapshot())::text::bigint, null";

    private final LockedTransaction transaction;
    private final Connection connection;

    Sealing(LockedTransaction transaction) {
      this.transaction = transaction;
      this.connection = transaction.connection();
    }

    /** The last sealing of any node; empty if the log is empty. */
    public Optional<SealedCheckpoint> last() {
      return AuditTreeRepository.last(connection);
    }

    /** Hashes of the tree so far. */
    public AuditTreeRepository.Reading tree() {
      return new AuditTreeRepository.Reading(connection);
    }

    /**
     * What is committed and not yet sealed, written by transactions from {@code low} on. The
     * difference is made here and not by the database, whose planner at times chooses badly.
     */
    public Intake unsealed(long low) {
      try (PreparedStatement statement = connection.prepareStatement(UNSEALED)) {
        statement.setFetchSize(5000);
        for (int i = 1; i <= 3; i++) {
          statement.setString(i, Long.toString(low));
        }
        Map<String, IntakeItem> entered = new HashMap<>();
        List<String> sealed = new ArrayList<>();
        long horizon = 0;
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            int source = result.getInt(1);
            if (source == 0) {
              horizon = result.getLong(5);
            } else if (source > 10) {
              sealed.add(key(source - 10, result));
            } else {
              entered.put(key(source, result), item(LeafKind.of(source), result));
            }
          }
        }
        sealed.forEach(entered::remove);
        return new Intake(entered.values().stream().sorted().toList(), horizon);
      } catch (SQLException e) {
        throw new AuditStoreFailed("read unsealed records", e);
      }
    }

    private static String key(int kind, ResultSet result) throws SQLException {
      return kind + "/" + result.getLong(2) + "/" + result.getLong(3);
    }

    private static IntakeItem item(LeafKind kind, ResultSet result) throws SQLException {
      return new IntakeItem(
          kind,
          result.getLong(2),
          result.getLong(3),
          result.getInt(4),
          AuditRows.instant(result, 6),
          result.getLong(5));
    }

    /** The encoded contents of a row; empty if it is not there. */
    public Optional<Der> contents(IntakeItem item) {
      String query =
          switch (item.kind()) {
            case SEGMENT ->
                "select data from audit_segment where epoch = ? and seq = ? and first_at = ?";
            case RECORD -> "select enc from audit_record where epoch = ? and seq = ? and at = ?";
          };
      try (PreparedStatement statement = connection.prepareStatement(query)) {
        statement.setLong(1, item.epoch());
        statement.setLong(2, item.sequence());
        statement.setObject(3, item.at().atOffset(ZoneOffset.UTC));
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? Optional.of(Der.of(result.getBytes(1))) : Optional.empty();
        }
      } catch (SQLException e) {
        throw new AuditStoreFailed("read an audit record", e);
      }
    }

    /** The contents of an epoch's segments with these numbers, as far as they are there. */
    public Map<IntakeItem, Der> segments(long epoch, long from, long below) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select 1, epoch, seq, n, xid::text::bigint, first_at, data from audit_segment"
                  + " where epoch = ? and seq >= ? and seq < ?")) {
        statement.setLong(1, epoch);
        statement.setLong(2, from);
        statement.setLong(3, below);
        Map<IntakeItem, Der> contents = new HashMap<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            contents.put(item(LeafKind.SEGMENT, result), Der.of(result.getBytes(7)));
          }
        }
        return contents;
      } catch (SQLException e) {
        throw new AuditStoreFailed("read segments of audit records", e);
      }
    }

    /** The sealed segment of the highest number in an epoch; empty if there is none. */
    public Optional<SealedItem> lastSegment(long epoch) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              AuditTreeRepository.SEALED
                  + " where kind = 1 and epoch = ? order by seq desc limit 1")) {
        statement.setLong(1, epoch);
        return AuditTreeRepository.sealedItems(statement).stream().findFirst();
      } catch (SQLException e) {
        throw new AuditStoreFailed("read the end of an epoch", e);
      }
    }

    /** The highest sealed number of each kind of row in an epoch; 0 if there is none. */
    public long highestSealed(LeafKind kind, long epoch) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select coalesce(max(seq), 0) from audit_sealed where kind = ? and epoch = ?")) {
        statement.setInt(1, kind.code());
        statement.setLong(2, epoch);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return result.getLong(1);
        }
      } catch (SQLException e) {
        throw new AuditStoreFailed("read the end of an epoch", e);
      }
    }

    /** Numbers of an epoch's rows that are sealed, from {@code from} on. */
    public List<Long> sealedFrom(LeafKind kind, long epoch, long from) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "select seq from audit_sealed where kind = ? and epoch = ? and seq >= ?"
                  + " order by seq")) {
        statement.setInt(1, kind.code());
        statement.setLong(2, epoch);
        statement.setLong(3, from);
        List<Long> numbers = new ArrayList<>();
        try (ResultSet result = statement.executeQuery()) {
          while (result.next()) {
            numbers.add(result.getLong(1));
          }
        }
        return numbers;
      } catch (SQLException e) {
        throw new AuditStoreFailed("read sealed numbers", e);
      }
    }

    /** Rows of an epoch whose place in the log begins at this index or later, in their order. */
    public List<SealedItem> sealedOf(long epoch, long from) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              AuditTreeRepository.SEALED + " where first >= ? and epoch = ? order by first")) {
        statement.setLong(1, from);
        statement.setLong(2, epoch);
        return AuditTreeRepository.sealedItems(statement);
      } catch (SQLException e) {
        throw new AuditStoreFailed("read the places of an epoch's rows", e);
      }
    }

    /** All epochs, oldest first. */
    public List<AuditWriter> writers() {
      try (Statement statement = connection.createStatement();
          ResultSet result =
              statement.executeQuery(
                  "select epoch, node, key_commitment, started_at from audit_writer"
                      + " order by epoch")) {
        List<AuditWriter> writers = new ArrayList<>();
        while (result.next()) {
          writers.add(
              new AuditWriter(
                  result.getLong(1),
                  result.getString(2),
                  Der.of(result.getBytes(3)),
                  result.getObject(4, OffsetDateTime.class).toInstant()));
        }
        return writers;
      } catch (SQLException e) {
        throw new AuditStoreFailed("read the epochs", e);
      }
    }

    /** Adds order, full tiles and checkpoint and commits. */
    public void commit(List<SealedItem> items, List<AuditTile> tiles, SealedCheckpoint checkpoint) {
      try {
        insertItems(items);
        insertTiles(tiles);
        insertCheckpoint(checkpoint);
        connection.commit();
      } catch (SQLException e) {
        throw new AuditStoreFailed("seal", e);
      }
    }

    private void insertItems(List<SealedItem> items) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into audit_sealed (first, n, kind, epoch, seq, xid, leaves, at)"
                  + " values (?, ?, ?, ?, ?, cast(? as xid8), ?, ?)")) {
        for (SealedItem sealed : items) {
          IntakeItem item = sealed.item();
          statement.setLong(1, sealed.first());
          statement.setInt(2, item.count());
          statement.setInt(3, item.kind().code());
          statement.setLong(4, item.epoch());
          statement.setLong(5, item.sequence());
          statement.setString(6, Long.toString(item.transaction()));
          statement.setBytes(7, sealed.leaves().octets());
          statement.setObject(8, item.at().atOffset(ZoneOffset.UTC));
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }

    private void insertTiles(List<AuditTile> tiles) throws SQLException {
      if (tiles.isEmpty()) {
        return;
      }
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into audit_tile (level, n, hashes) values (?, ?, ?)")) {
        for (AuditTile tile : tiles) {
          statement.setInt(1, tile.level());
          statement.setLong(2, tile.index());
          statement.setBytes(3, tile.hashes().octets());
          statement.addBatch();
        }
        statement.executeBatch();
      }
    }

    private void insertCheckpoint(SealedCheckpoint checkpoint) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "insert into audit_checkpoint (size, root, low, at)"
                  + " values (?, ?, cast(? as xid8), ?)")) {
        statement.setLong(1, checkpoint.size());
        statement.setBytes(2, checkpoint.root().octets());
        statement.setString(3, Long.toString(checkpoint.low()));
        statement.setObject(4, checkpoint.at().atOffset(ZoneOffset.UTC));
        statement.executeUpdate();
      }
    }

    @Override
    public void close() {
      transaction.close();
    }
  }
}
