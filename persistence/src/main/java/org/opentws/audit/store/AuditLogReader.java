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
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.opentws.value.Der;

/**
 * Reads the whole log as it stood at one moment, for verification and export. Needs SELECT on the
 * audit tables and nothing else.
 */
public final class AuditLogReader implements AutoCloseable {
  private static final int FETCH_SIZE = 100;
  private static final int PERSONAL_COLUMN = 28;

  private static final String ROWS =
      "select s.first, s.kind, s.epoch, s.seq, s.n, s.at, s.xid::text::bigint, s.leaves, "
          + AuditRows.SEGMENT
          + ", "
          + AuditRows.RECORD
          + ", "
          + AuditPersonalRepository.OF_SEALED
          + AuditRows.FROM_SEALED;

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

  /**
   * Every sealed row in order.
   *
   * @param from only rows whose first record has this index or a later one
   */
  public void rows(long from, Consumer<StoredRow> each) {
    rows(ROWS + " where s.first >= " + from + " order by s.first", each);
  }

  /** Segments with a record of a type that begin before an index, in order. */
  public void segmentsWith(int type, long before, Consumer<StoredRow> each) {
    rows(
        ROWS
            + " where s.kind = 1 and s.first < "
            + before
            + " and g.types @> array["
            + type
            + "] order by s.first",
        each);
  }

  /** Hashes of the tree as it stands. */
  public AuditTreeRepository.Reading tree() {
    return new AuditTreeRepository.Reading(connection);
  }

  /** Records that have their place in the log. */
  public long size() {
    return list("select coalesce(max(first + n), 0) from audit_sealed", r -> r.getLong(1)).get(0);
  }

  /** Epochs with a segment that begins before this index, each with the highest such segment. */
  public Map<Long, Long> epochsBefore(long index) {
    Map<Long, Long> found = new HashMap<>();
    List<Map.Entry<Long, Long>> rows =
        list(
            "select w.epoch, s.seq from audit_writer w cross join lateral"
                + " (select seq from audit_sealed where kind = 1 and epoch = w.epoch and first < "
                + index
                + " order by seq desc limit 1) s",
            result -> Map.entry(result.getLong(1), result.getLong(2)));
    rows.forEach(row -> found.put(row.getKey(), row.getValue()));
    return found;
  }

  /** The rows that hold leaves from one index up to before another, in order. */
  public void rowsHolding(long from, long to, Consumer<StoredRow> each) {
    rows(
        ROWS
            + " where s.first >= (select max(first) from audit_sealed where first <= "
            + from
            + ") and s.first < "
            + to
            + " order by s.first",
        each);
  }

  /** The row that holds the leaf of this index; empty if there is none. */
  public Optional<StoredRow> rowAt(long index) {
    List<StoredRow> found = new ArrayList<>();
    rowsHolding(index, index + 1, found::add);
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
        result.getObject(9) == null ? Optional.empty() : Optional.of(AuditRows.segment(result, 9));
    Optional<AuditRecord> record =
        result.getObject(18) == null ? Optional.empty() : Optional.of(AuditRows.record(result, 18));
    SealedItem sealed = AuditTreeRepository.sealedItem(result);
    List<PersonalRow> personal =
        AuditPersonalRepository.ofSealed(result, PERSONAL_COLUMN, sealed.item());
    return new StoredRow(sealed, segment, record, personal);
  }

  /** Checkpoints of this size and larger ones, smallest first. */
  public List<SealedCheckpoint> checkpoints(long from) {
    return list(
        "select size, root, low::text::bigint, at from audit_checkpoint where size >= "
            + from
            + " order by size",
        AuditTreeRepository::checkpoint);
  }

  /** Signed notes of this size and larger ones, smallest first. */
  public List<CheckpointNote> notes(long from) {
    return list(
        "select "
            + AuditRows.NOTE
            + " from audit_checkpoint_note n where n.size >= "
            + from
            + " order by n.size",
        AuditRows::note);
  }

  /**
   * A signed checkpoint, with the cosignatures that it has.
   *
   * @param covering the newest that has a cosignature, if it covers a record of this index; else
   *     the newest
   * @return empty if none was signed
   */
  public Optional<CosignedNote> lastNote(long covering) {
    try {
      return AuditWitnessRepository.cosigned(
          connection,
          "select coalesce((select max(size) from audit_cosignature where size > "
              + covering
              + "), (select max(size) from audit_checkpoint_note))");
    } catch (SQLException e) {
      throw new AuditStoreFailed("read a signed checkpoint", e);
    }
  }

  /** The newest signed checkpoint, with the cosignatures that it has. */
  public Optional<CosignedNote> lastNote() {
    return lastNote(Long.MAX_VALUE);
  }

  /** Cosignatures under checkpoints of this size and larger ones, in order of size. */
  public List<Cosignature> cosignatures(long from) {
    return list(
        "select size, key_id, name, value, at from audit_cosignature where size >= "
            + from
            + " order by size, key_id",
        AuditWitnessRepository::cosignature);
  }

  /** Time-stamps of checkpoints of this size and larger ones, in order of size. */
  public List<StampedNote> stamps(long from) {
    return list(
        AuditStampRepository.STAMPED + " where t.size >= " + from + " order by t.size",
        AuditStampRepository::stamped);
  }

  /** What two persons set the parameter to; empty if nobody did. */
  public Optional<String> parameter(String name) {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select value from audit_parameter where name = ? order by id desc limit 1")) {
      statement.setString(1, name);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("read an audit parameter", e);
    }
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
                + " from audit_sealed s join audit_segment g"
                + " on g.epoch = s.epoch and g.seq = s.seq and g.first_at = s.at"
                + " where s.kind = 1 and s.epoch = "
                + epoch
                + " order by s.seq desc limit 1",
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

  /** A block of the index of searches; empty if there is none of this number. */
  public Optional<AuditBlock> block(long number) {
    Map<AuditBlock.Slot, Integer> counts = new HashMap<>();
    List<Map.Entry<AuditBlock.Slot, Integer>> slots =
        list(
            "select hour, type, outcome, records from audit_hour where block = " + number,
            result ->
                Map.entry(
                    new AuditBlock.Slot(
                        AuditRows.instant(result, 1), result.getInt(2), result.getInt(3)),
                    result.getInt(4)));
    slots.forEach(slot -> counts.put(slot.getKey(), slot.getValue()));
    return list(
            "select n, first_at, last_at, types, filter from audit_block where n = " + number,
            result ->
                new AuditBlock(
                    result.getLong(1),
                    AuditRows.instant(result, 2),
                    AuditRows.instant(result, 3),
                    List.of((Integer[]) result.getArray(4).getArray()),
                    Der.of(result.getBytes(5)),
                    counts))
        .stream()
        .findFirst();
  }

  /** Number of the last block of the index; -1 if there is none. */
  public long lastBlock() {
    return list("select coalesce(max(n), -1) from audit_block", r -> r.getLong(1)).get(0);
  }

  public long blockCount() {
    return list("select count(*) from audit_block", result -> result.getLong(1)).get(0);
  }

  /** How many tiles there are of all levels. */
  public long tileCount() {
    return list("select count(*) from audit_tile", result -> result.getLong(1)).get(0);
  }

  /** Rows that entered the log and have no place in it, with what they hold. */
  public void unsealed(BiConsumer<IntakeItem, Der> each) {
    each(
        "select 1, g.epoch, g.seq, g.n, g.first_at, g.xid::text::bigint, g.data"
            + " from audit_segment g where not exists (select 1 from audit_sealed s"
            + " where s.kind = 1 and s.epoch = g.epoch and s.seq = g.seq)",
        each);
    each(
        "select 2, r.epoch, r.seq, 1, r.at, r.xid::text::bigint, r.enc"
            + " from audit_record r where not exists (select 1 from audit_sealed s"
            + " where s.kind = 2 and s.epoch = r.epoch and s.seq = r.seq)",
        each);
  }

  private void each(String query, BiConsumer<IntakeItem, Der> each) {
    List<Map.Entry<IntakeItem, Der>> rows =
        list(
            query,
            result ->
                Map.entry(
                    new IntakeItem(
                        LeafKind.of(result.getInt(1)),
                        result.getLong(2),
                        result.getLong(3),
                        result.getInt(4),
                        AuditRows.instant(result, 5),
                        result.getLong(6)),
                    Der.of(result.getBytes(7))));
    rows.forEach(row -> each.accept(row.getKey(), row.getValue()));
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
