package org.opentws.audit.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.opentws.value.Der;

/** Reads rows of the audit tables from results; each list of columns has its reader beside it. */
final class AuditRows {
  /** Nine columns. */
  static final String SEGMENT =
      "g.epoch, g.seq, g.n, g.first_at, g.last_at, g.types, g.mac, g.data,"
          + " g.xid::text::bigint";

  /** Ten columns. */
  static final String RECORD =
      "r.epoch, r.seq, r.at, r.type, r.outcome, r.actor, r.object, r.enc, r.mac,"
          + " r.xid::text::bigint";

  /** Three columns. */
  static final String NOTE = "n.size, n.note, n.at";

  /** Finds the row of each place in the log, in its own partition; kind 1 as g, kind 2 as r. */
  static final String FROM_SEALED =
      " from audit_sealed s"
          + " left join audit_segment g"
          + " on s.kind = 1 and g.epoch = s.epoch and g.seq = s.seq and g.first_at = s.at"
          + " left join audit_record r"
          + " on s.kind = 2 and r.epoch = s.epoch and r.seq = s.seq and r.at = s.at";

  private AuditRows() {}

  /** The one number that a query gives. */
  static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** From the column numbered {@code at} on. */
  static AuditSegment segment(ResultSet result, int at) throws SQLException {
    Array types = result.getArray(at + 5);
    return new AuditSegment(
        result.getLong(at),
        result.getLong(at + 1),
        result.getInt(at + 2),
        instant(result, at + 3),
        instant(result, at + 4),
        List.of((Integer[]) types.getArray()),
        Der.of(result.getBytes(at + 6)),
        Der.of(result.getBytes(at + 7)),
        List.of());
  }

  /** From the column numbered {@code at} on. */
  static AuditRecord record(ResultSet result, int at) throws SQLException {
    return new AuditRecord(
        result.getLong(at),
        result.getLong(at + 1),
        instant(result, at + 2),
        result.getInt(at + 3),
        result.getInt(at + 4),
        result.getString(at + 5),
        result.getString(at + 6),
        Der.of(result.getBytes(at + 7)),
        Der.of(result.getBytes(at + 8)),
        List.of());
  }

  /** From the first column on. */
  static CheckpointNote note(ResultSet result) throws SQLException {
    return new CheckpointNote(result.getLong(1), result.getString(2), instant(result, 3));
  }

  static Instant instant(ResultSet result, int at) throws SQLException {
    return result.getObject(at, OffsetDateTime.class).toInstant();
  }
}
