package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Der;

/** Finds rows of the log by their columns, newest first (AA4.1). Each call stands alone. */
public final class AuditSearchRepository {
  private static final int ROWS_MAX = 500;

  /** Every condition that is not given is null and holds for all. */
  private static final String CANDIDATES =
      "with c as (select cast(? as bigint) as before, cast(? as timestamptz) as low,"
          + " cast(? as timestamptz) as high, cast(? as int) as type, cast(? as text) as actor,"
          + " cast(? as int) as outcome)"
          + " select s.first, s.kind, s.epoch, s.seq, g.bloom from c, audit_sealed s"
          + " left join audit_segment g on s.kind = 1 and g.epoch = s.epoch and g.seq = s.seq"
          + " left join audit_record r on s.kind = 2 and r.epoch = s.epoch and r.seq = s.seq"
          + " where s.first < c.before and ("
          + "(g.seq is not null and (c.low is null or g.last_at >= c.low)"
          + " and (c.high is null or g.first_at < c.high)"
          + " and (c.type is null or c.type = any (g.types)))"
          + " or (r.seq is not null and (c.low is null or r.at >= c.low)"
          + " and (c.high is null or r.at < c.high) and (c.type is null or r.type = c.type)"
          + " and (c.actor is null or r.actor = c.actor)"
          + " and (c.outcome is null or r.outcome = c.outcome)))"
          + " order by s.first desc limit "
          + ROWS_MAX;

  private final DataSource database;

  public AuditSearchRepository(DataSource database) {
    this.database = database;
  }

  /**
   * The next rows that may hold records looked for; none if there are no more.
   *
   * @param before only rows that begin before this index
   */
  public List<AuditCandidate> candidates(AuditCriteria criteria, long before) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(CANDIDATES)) {
      statement.setLong(1, before);
      statement.setObject(2, criteria.from().map(AuditSearchRepository::utc).orElse(null));
      statement.setObject(3, criteria.to().map(AuditSearchRepository::utc).orElse(null));
      statement.setObject(4, criteria.type().orElse(null));
      statement.setString(5, criteria.actor().orElse(null));
      statement.setObject(6, criteria.outcome().orElse(null));
      try (ResultSet result = statement.executeQuery()) {
        List<AuditCandidate> found = new ArrayList<>();
        while (result.next()) {
          found.add(candidate(result));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("search the audit log", e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static AuditCandidate candidate(ResultSet result) throws SQLException {
    byte @Nullable [] bloom = result.getBytes(5);
    return new AuditCandidate(
        result.getLong(1),
        LeafKind.of(result.getInt(2)),
        result.getLong(3),
        result.getLong(4),
        Optional.ofNullable(bloom).map(Der::of));
  }

  /** What the row holds: a bundle of entries, or one entry; empty if it is gone. */
  public Optional<Der> contents(AuditCandidate row) {
    String query =
        switch (row.kind()) {
          case SEGMENT -> "select data from audit_segment where epoch = ? and seq = ?";
          case RECORD -> "select enc from audit_record where epoch = ? and seq = ?";
        };
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, row.epoch());
      statement.setLong(2, row.sequence());
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(Der.of(result.getBytes(1))) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("read from the audit log", e);
    }
  }
}
