package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.value.Der;

/**
 * A sealed row and what it holds.
 *
 * @param first index of its first record
 * @param contents a bundle of entries, or one entry; empty if the row is gone
 * @param personal values beside its records
 */
public record SealedContents(
    long first, IntakeItem item, Optional<Der> contents, List<PersonalRow> personal) {
  private static final int PERSONAL_COLUMN = 9;
  private static final String ROWS =
      "select s.first, s.kind, s.epoch, s.seq, s.n, s.at, s.xid::text::bigint,"
          + " coalesce(g.data, r.enc), "
          + AuditPersonalRepository.OF_SEALED
          + AuditRows.FROM_SEALED
          + " where s.first >= coalesce((select max(first) from audit_sealed where first <= ?), 0)"
          + " and s.first < ? order by s.first";

  public SealedContents {
    personal = List.copyOf(personal);
  }

  /** With personal values in clear. */
  SealedContents opened(PersonalStorage storage) {
    return personal.isEmpty()
        ? this
        : new SealedContents(
            first, item, contents, personal.stream().map(storage::opened).toList());
  }

  /** Rows that hold records from one index up to before another, in order. */
  static List<SealedContents> read(Connection connection, long from, long to) {
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setLong(1, from);
      statement.setLong(2, to);
      List<SealedContents> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AuditStoreFailed("read from the audit log", e);
    }
  }

  private static SealedContents row(ResultSet result) throws SQLException {
    IntakeItem item =
        new IntakeItem(
            LeafKind.of(result.getInt(2)),
            result.getLong(3),
            result.getLong(4),
            result.getInt(5),
            AuditRows.instant(result, 6),
            result.getLong(7));
    byte[] contents = result.getBytes(8);
    return new SealedContents(
        result.getLong(1),
        item,
        contents == null ? Optional.empty() : Optional.of(Der.of(contents)),
        AuditPersonalRepository.ofSealed(result, PERSONAL_COLUMN, item));
  }
}
