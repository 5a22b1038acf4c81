package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.value.Der;

/** Epochs, checkpoints, their notes, and what became of transactions. Each call stands alone. */
public final class AuditTreeRepository {
  /** Eight columns, read by {@link #sealedItem}. */
  static final String SEALED =
      "select first, kind, epoch, seq, n, at, xid::text::bigint, leaves from audit_sealed";

  private final DataSource database;

  public AuditTreeRepository(DataSource database) {
    this.database = database;
  }

  /** How a transaction ended, as PostgreSQL remembers it. */
  public enum TransactionEnd {
    COMMITTED,
    ABORTED,
    IN_PROGRESS
  }

  /** Opens a new epoch and says its number. */
  public long openEpoch(String node, Der keyCommitment, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_writer (node, key_commitment, started_at) values (?, ?, ?)"
                    + " returning epoch")) {
      statement.setString(1, node);
      statement.setBytes(2, keyCommitment.octets());
      statement.setObject(3, at.atOffset(ZoneOffset.UTC));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("open an epoch", e);
    }
  }

  /** Whether and how the transaction ended. One too old to be remembered has certainly ended. */
  public TransactionEnd endOf(long transaction) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("select pg_xact_status(cast(? as xid8))")) {
      statement.setString(1, Long.toString(transaction));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return switch (String.valueOf(result.getString(1))) {
          case "aborted" -> TransactionEnd.ABORTED;
          case "in progress" -> TransactionEnd.IN_PROGRESS;
          default -> TransactionEnd.COMMITTED;
        };
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("ask for the end of a transaction", e);
    }
  }

  /** An id that every transaction begun after this call exceeds. */
  public long currentTransaction() {
    return number("select pg_current_xact_id()::text::bigint");
  }

  /** Every transaction with a lower id has ended. */
  public long horizon() {
    return number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
  }

  private long number(String query) {
    try (Connection connection = database.getConnection()) {
      return AuditRows.number(connection, query);
    } catch (SQLException e) {
      throw new AuditStoreFailed("ask for a transaction id", e);
    }
  }

  /** Keeps a signed note; the first one of a size stays. */
  public void addNote(CheckpointNote note) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_checkpoint_note (size, note, at) values (?, ?, ?)"
                    + " on conflict (size) do nothing")) {
      statement.setLong(1, note.size());
      statement.setString(2, note.note());
      statement.setObject(3, note.at().atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep a signed checkpoint", e);
    }
  }

  /** Keeps the certificate by which notes of this key are verified. */
  public void addSigner(Der keyId, Der certificate, Instant at) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "insert into audit_signer (key_id, certificate, at) values (?, ?, ?)"
                    + " on conflict (key_id) do nothing")) {
      statement.setBytes(1, keyId.octets());
      statement.setBytes(2, certificate.octets());
      statement.setObject(3, at.atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep the signer's certificate", e);
    }
  }

  /** The newest signed checkpoint; empty if none was signed. */
  public Optional<CheckpointNote> lastNote() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select "
                    + AuditRows.NOTE
                    + " from audit_checkpoint_note n order by n.size desc limit 1")) {
      return result.next() ? Optional.of(AuditRows.note(result)) : Optional.empty();
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the last signed checkpoint", e);
    }
  }

  /** Size of the newest signed checkpoint; 0 if none was signed. */
  public long signedSize() {
    return number("select coalesce(max(size), 0) from audit_checkpoint_note");
  }

  static Optional<SealedCheckpoint> last(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select size, root, low::text::bigint, at from audit_checkpoint"
                    + " order by size desc limit 1")) {
      return result.next() ? Optional.of(checkpoint(result)) : Optional.empty();
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the last checkpoint", e);
    }
  }

  static SealedCheckpoint checkpoint(ResultSet result) throws SQLException {
    return new SealedCheckpoint(
        result.getLong(1),
        Der.of(result.getBytes(2)),
        result.getLong(3),
        result.getObject(4, OffsetDateTime.class).toInstant());
  }

  /** Reads hashes of the tree within the sealing's transaction. */
  public static final class Reading {
    private final Connection connection;

    Reading(Connection connection) {
      this.connection = connection;
    }

    /** A full tile; empty if there is none. */
    public Optional<Der> tile(int level, long index) {
      try (PreparedStatement statement =
          connection.prepareStatement("select hashes from audit_tile where level = ? and n = ?")) {
        statement.setInt(1, level);
        statement.setLong(2, index);
        try (ResultSet result = statement.executeQuery()) {
          return result.next() ? Optional.of(Der.of(result.getBytes(1))) : Optional.empty();
        }
      } catch (SQLException e) {
        throw new AuditStoreFailed("read a tile", e);
      }
    }

    /** Rows in order that hold leaves from index {@code from} up to before {@code to}. */
    public List<SealedItem> sealedFrom(long from, long to) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              SEALED
                  + " where first >= coalesce((select max(first) from audit_sealed"
                  + " where first <= ?), 0) and first < ? order by first")) {
        statement.setLong(1, from);
        statement.setLong(2, to);
        return sealedItems(statement);
      } catch (SQLException e) {
        throw new AuditStoreFailed("read the order of the log", e);
      }
    }
  }

  /** What a query that begins with {@link #SEALED} finds, in its order. */
  static List<SealedItem> sealedItems(PreparedStatement statement) throws SQLException {
    List<SealedItem> items = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        items.add(sealedItem(result));
      }
    }
    return items;
  }

  static SealedItem sealedItem(ResultSet result) throws SQLException {
    IntakeItem item =
        new IntakeItem(
            LeafKind.of(result.getInt(2)),
            result.getLong(3),
            result.getLong(4),
            result.getInt(5),
            AuditRows.instant(result, 6),
            result.getLong(7));
    return new SealedItem(result.getLong(1), item, Der.of(result.getBytes(8)));
  }
}
