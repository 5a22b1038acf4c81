package org.opentws.archive.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.store.DatabaseFailure;

/** Archives: written once, deleted by the database's own function. */
@ApplicationScoped
public class ArchiveRepository {
  /** Octets of each part but the last. */
  public static final int PART_OCTETS = 1 << 20;

  /** Raised by the functions of V2_34_1. */
  private static final String MUST_BE_KEPT = "TW003";

  private static final int BATCH = 500;

  private static final String ARCHIVE =
      "select a.number, a.made_at, a.made_by, a.begins_at, a.ends_at, a.audit_from, a.audit_to,"
          + " a.entries, a.sha256, a.length, a.keep_until, d.deleted_at, d.reason, d.requester,"
          + " d.requester_person, d.approver, d.approver_person"
          + " from archive a left join archive_deletion d on d.archive = a.number";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /** Newest first. */
  public List<StoredArchive> before(long number, int limit) {
    return archives(ARCHIVE + " where a.number < ? order by a.number desc limit ?", number, limit);
  }

  public Optional<StoredArchive> find(long number) {
    return archives(ARCHIVE + " where a.number = ?", number).stream().findFirst();
  }

  /** The newest, deleted or not. */
  public Optional<StoredArchive> last() {
    return before(Long.MAX_VALUE, 1).stream().findFirst();
  }

  private List<StoredArchive> archives(String sql, Object... values) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = prepared(connection, sql, values);
        ResultSet row = select.executeQuery()) {
      List<StoredArchive> found = new ArrayList<>();
      while (row.next()) {
        found.add(archive(row));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static StoredArchive archive(ResultSet row) throws SQLException {
    Optional<StoredArchive.Deletion> deletion =
        row.getTimestamp(12) == null
            ? Optional.empty()
            : Optional.of(
                new StoredArchive.Deletion(
                    instant(row, 12),
                    row.getString(13),
                    row.getString(14),
                    row.getString(15),
                    row.getString(16),
                    row.getString(17)));
    return new StoredArchive(
        row.getLong(1),
        instant(row, 2),
        row.getString(3),
        instant(row, 4),
        instant(row, 5),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        row.getString(9),
        row.getLong(10),
        instant(row, 11),
        deletion);
  }

  /**
   * One part of a package; empty if it is not there.
   *
   * @param part from 0 on
   */
  public Optional<byte[]> part(long archive, int part) {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            prepared(
                connection,
                "select octets from archive_part where archive = ? and part = ?",
                archive,
                part);
        ResultSet row = select.executeQuery()) {
      return row.next() ? Optional.of(row.getBytes(1)) : Optional.empty();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Stores a whole archive in the caller's transaction.
   *
   * @param entries the lines of its index
   * @throws RequestRefused WRONG_STATE: another one took its number meanwhile
   */
  public void store(StoredArchive archive, InputStream octets, Iterator<ArchivedEntry> entries) {
    try (Connection connection = database.getConnection()) {
      storeParts(connection, archive.number(), octets);
      storeEntries(connection, entries);
      // Last: from now on nothing can be added to it.
      try (PreparedStatement insert =
          prepared(
              connection,
              "insert into archive values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
              archive.number(),
              sql(archive.madeAt()),
              archive.madeBy(),
              sql(archive.from()),
              sql(archive.to()),
              archive.auditFrom(),
              archive.auditTo(),
              archive.entries(),
              archive.sha256(),
              archive.length(),
              sql(archive.keepUntil()))) {
        insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.ofNewVersion(e);
    } catch (IOException e) {
      throw new IllegalStateException("what was put aside for an archive cannot be read", e);
    }
  }

  private static void storeParts(Connection connection, long archive, InputStream octets)
      throws SQLException, IOException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into archive_part values (?, ?, ?)")) {
      int part = 0;
      for (byte[] read = octets.readNBytes(PART_OCTETS);
          read.length > 0;
          read = octets.readNBytes(PART_OCTETS)) {
        insert.setLong(1, archive);
        insert.setInt(2, part++);
        insert.setBytes(3, read);
        insert.executeUpdate();
      }
    }
  }

  private static void storeEntries(Connection connection, Iterator<ArchivedEntry> entries)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into archive_entry values (?, ?, ?, ?, ?, ?, ?)")) {
      int waiting = 0;
      while (entries.hasNext()) {
        ArchivedEntry entry = entries.next();
        insert.setString(1, entry.kind());
        insert.setString(2, entry.name());
        insert.setLong(3, entry.archive());
        insert.setObject(4, sql(entry.at()));
        insert.setObject(5, sql(entry.until()));
        insert.setString(6, entry.sha256());
        insert.setString(7, entry.file());
        insert.addBatch();
        waiting++;
        if (waiting == BATCH) {
          insert.executeBatch();
          waiting = 0;
        }
      }
      insert.executeBatch();
    }
  }

  /** Entries of a kind of which something happened within the time, oldest first. */
  public List<ArchivedEntry> entries(String kind, Instant from, Instant to, int limit) {
    String sql =
        "select kind, name, archive, at, until, sha256, file from archive_entry"
            + " where kind = ? and at < ? and until >= ? order by at, name limit ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = prepared(connection, sql, kind, sql(to), sql(from), limit);
        ResultSet row = select.executeQuery()) {
      List<ArchivedEntry> found = new ArrayList<>();
      while (row.next()) {
        found.add(
            new ArchivedEntry(
                row.getString(1),
                row.getString(2),
                row.getLong(3),
                instant(row, 4),
                instant(row, 5),
                row.getString(6),
                row.getString(7)));
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Deletes what is in the package, and leaves its tombstone, in the caller's transaction.
   *
   * @return false if it was deleted before
   * @throws RequestRefused LEGAL_HOLD: its retention is not over
   */
  public boolean delete(long archive, StoredArchive.Deletion deletion) {
    try (Connection connection = database.getConnection();
        PreparedStatement delete =
            prepared(
                connection,
                "select delete_archive(?, ?, ?, ?, ?, ?, ?)",
                archive,
                sql(deletion.at()),
                deletion.reason(),
                deletion.requester(),
                deletion.requesterPerson(),
                deletion.approver(),
                deletion.approverPerson());
        ResultSet result = delete.executeQuery()) {
      return result.next() && result.getBoolean(1);
    } catch (SQLException e) {
      throw MUST_BE_KEPT.equals(e.getSQLState())
          ? new RequestRefused(Refusal.LEGAL_HOLD, "the database holds this archive fast", e)
          : DatabaseFailure.of(e);
    }
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  private static OffsetDateTime sql(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
