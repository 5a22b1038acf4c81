package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.opentws.value.Der;

/**
 * Reads the whole log as it stood at one moment, for verification and export. Needs SELECT on the
 * audit tables and nothing else.
 */
public final class AuditLogReader implements AutoCloseable {
  private static final int FETCH_SIZE = 100;

  private static final String ROWS =
      "select s.first, s.kind, s.epoch, s.seq, s.n, s.xid::text::bigint, s.leaves, "
          + AuditRows.SEGMENT
          + ", "
          + AuditRows.RECORD
          + " from audit_sealed s"
          + " left join audit_segment g on s.kind = 1 and g.epoch = s.epoch and g.seq = s.seq"
          + " left join audit_record r on s.kind = 2 and r.epoch = s.epoch and r.seq = s.seq";

  private final Connection connection;

  public AuditLogReader(DataSource database) {
    try {
      connection = database.getConnection();
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
        // Rows are wanted in order and one after the other: no plan may sort the whole log first.
        statement.execute("set local enable_sort = off");
        statement.execute("set local enable_hashjoin = off");
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("open the audit log for reading", e);
    }
  }

  /** Every sealed row in order. */
  public void rows(Consumer<StoredRow> each) {
    rows(ROWS + " order by s.first", each);
  }

  /** The row that holds the leaf of this index; empty if there is none. */
  public Optional<StoredRow> rowAt(long index) {
    List<StoredRow> found = new ArrayList<>();
    String query =
        ROWS
            + " where s.first = (select max(first) from audit_sealed where first <= "
            + index
            + ") order by s.first";
    rows(query, found::add);
    return found.stream()
        .filter(row -> index < row.sealed().first() + row.sealed().item().count())
        .findFirst();
  }

  private void rows(String query, Consumer<StoredRow> each) {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setFetchSize(FETCH_SIZE);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          each.accept(row(result));
        }
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the audit log", e);
    }
  }

  private static StoredRow row(ResultSet result) throws SQLException {
    Optional<AuditSegment> segment =
        result.getObject(8) == null ? Optional.empty() : Optional.of(AuditRows.segment(result, 8));
    Optional<AuditRecord> record =
        result.getObject(18) == null ? Optional.empty() : Optional.of(AuditRows.record(result, 18));
    return new StoredRow(AuditTreeRepository.sealedItem(result), segment, record);
  }

  /** All checkpoints, smallest first. */
  public List<SealedCheckpoint> checkpoints() {
    return list(
        "select size, root, low::text::bigint, at from audit_checkpoint order by size",
        AuditTreeRepository::checkpoint);
  }

  /** All signed notes, smallest first. */
  public List<CheckpointNote> notes() {
    return list(
        "select size, note, at from audit_checkpoint_note order by size",
        result ->
            new CheckpointNote(
                result.getLong(1), result.getString(2), AuditRows.instant(result, 3)));
  }

  /** Certificates by the id of their key. */
  public Map<Der, Der> signers() {
    Map<Der, Der> signers = new HashMap<>();
    List<Map.Entry<Der, Der>> rows =
        list(
            "select key_id, certificate from audit_signer",
            result -> Map.entry(Der.of(result.getBytes(1)), Der.of(result.getBytes(2))));
    rows.forEach(row -> signers.put(row.getKey(), row.getValue()));
    return signers;
  }

  public List<AuditWriter> writers() {
    return list(
        "select epoch, node, key_commitment, started_at from audit_writer order by epoch",
        result ->
            new AuditWriter(
                result.getLong(1),
                result.getString(2),
                Der.of(result.getBytes(3)),
                AuditRows.instant(result, 4)));
  }

  /** The last sealed segment of an epoch; empty if there is none. */
  public Optional<AuditSegment> lastSegment(long epoch) {
    return list(
            "select "
                + AuditRows.SEGMENT
                + " from audit_segment g where g.epoch = "
                + epoch
                + " and g.seq = (select max(seq) from audit_sealed where kind = 1 and epoch = "
                + epoch
                + ")",
            result -> AuditRows.segment(result, 1))
        .stream()
        .findFirst();
  }

  /** A full tile; empty if there is none. */
  public Optional<Der> tile(int level, long index) {
    return list(
            "select hashes from audit_tile where level = " + level + " and n = " + index,
            result -> Der.of(result.getBytes(1)))
        .stream()
        .findFirst();
  }

  /** How many tiles there are of all levels. */
  public long tileCount() {
    return list("select count(*) from audit_tile", result -> result.getLong(1)).get(0);
  }

  /** Segments that entered the log and have no place in it, by their transaction's id. */
  public Map<AuditSegment, Long> unsealedSegments() {
    Map<AuditSegment, Long> found = new HashMap<>();
    List<Map.Entry<AuditSegment, Long>> rows =
        list(
            "select "
                + AuditRows.SEGMENT
                + " from audit_segment g where not exists (select 1 from audit_sealed s"
                + " where s.kind = 1 and s.epoch = g.epoch and s.seq = g.seq)",
            result -> Map.entry(AuditRows.segment(result, 1), result.getLong(10)));
    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }

  /** Business records that entered the log and have no place in it, by their transaction's id. */
  public Map<AuditRecord, Long> unsealedRecords() {
    Map<AuditRecord, Long> found = new HashMap<>();
    List<Map.Entry<AuditRecord, Long>> rows =
        list(
            "select "
                + AuditRows.RECORD
                + " from audit_record r where not exists (select 1 from audit_sealed s"
                + " where s.kind = 2 and s.epoch = r.epoch and s.seq = r.seq)",
            result -> Map.entry(AuditRows.record(result, 1), result.getLong(10)));
    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }

  private interface Reader<T> {
    T read(ResultSet result) throws SQLException;
  }

  private <T> List<T> list(String query, Reader<T> reader) {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<T> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(reader.read(result));
      }
      return rows;
    } catch (SQLException e) {
      throw new AuditStoreFailed("read the audit log", e);
    }
  }

  @Override
  public void close() {
    try (Connection ending = connection) {
      ending.rollback();
      ending.setAutoCommit(true);
    } catch (SQLException e) {
      throw new AuditStoreFailed("close the audit log", e);
    }
  }
}
