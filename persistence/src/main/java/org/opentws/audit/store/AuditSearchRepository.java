package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Finds blocks of the log, newest first, and reads rows (AA4.1). Each call stands alone. */
public final class AuditSearchRepository {
  private final DataSource database;
  private final PersonalStorage personal;

  AuditSearchRepository(DataSource database, PersonalStorage personal) {
    this.database = database;
    this.personal = personal;
  }

  /** Records that have their place in the log. */
  public long size() {
    return number("select coalesce(max(size), 0) from audit_checkpoint");
  }

  /** How many blocks, from the first on, can be found by {@link #blocks}. */
  public long indexedBlocks() {
    return number("select coalesce(max(n) + 1, 0) from audit_block");
  }

  private long number(String query) {
    try (Connection connection = database.getConnection()) {
      return AuditRows.number(connection, query);
    } catch (SQLException e) {
      throw new AuditStoreFailed("look into the audit log", e);
    }
  }

  /** Blocks that may hold what is looked for, newest first, from a number downwards. */
  public List<Long> blocks(BlockCriteria criteria, long fromBlock, int limit) {
    List<Object> values = new ArrayList<>();
    String query = query(criteria, fromBlock, limit, values);
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.size(); i++) {
        set(statement, i + 1, values.get(i));
      }
      try (ResultSet result = statement.executeQuery()) {
        List<Long> found = new ArrayList<>();
        while (result.next()) {
          found.add(result.getLong(1));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("search the audit log", e);
    }
  }

  private static String query(
      BlockCriteria criteria, long fromBlock, int limit, List<Object> values) {
    StringBuilder query = new StringBuilder("select n from audit_block where n <= ?");
    values.add(fromBlock);
    criteria.from().ifPresent(from -> add(query, " and last_at >= ?", values, utc(from)));
    criteria.to().ifPresent(to -> add(query, " and first_at < ?", values, utc(to)));
    criteria.type().ifPresent(type -> add(query, " and ? = any (types)", values, type));
    for (BlockCriteria.Alternative one : criteria.alternatives()) {
      query.append(" and (n = any (?) or types && cast(? as int[]) or (true");
      values.add(one.blocks());
      values.add(one.types());
      for (long probe : one.probes()) {
        // Only the octet that is looked at is fetched, not the filter.
        query.append(
            " and get_byte(substr(filter, ((? & (length(filter) * 8 - 1)) >> 3)::int + 1, 1), 0)"
                + " & (1 << (? & 7)) <> 0");
        values.add(probe);
        values.add((int) (probe & 7));
      }
      query.append("))");
    }
    return query.append(" order by n desc limit ").append(limit).toString();
  }

  private static void add(StringBuilder query, String part, List<Object> values, Object value) {
    query.append(part);
    values.add(value);
  }

  private static void set(PreparedStatement statement, int at, Object value) throws SQLException {
    if (value instanceof Collection<?> many) {
      String type = many.stream().allMatch(Integer.class::isInstance) ? "int4" : "int8";
      statement.setArray(at, statement.getConnection().createArrayOf(type, many.toArray()));
    } else {
      statement.setObject(at, value);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  /** Rows that hold records from one index up to before another, in order. */
  public List<SealedContents> rows(long from, long to) {
    try (Connection connection = database.getConnection()) {
      return SealedContents.read(connection, from, to).stream()
          .map(row -> row.opened(personal))
          .toList();
    } catch (SQLException e) {
      throw new AuditStoreFailed("read from the audit log", e);
    }
  }

  /** Indexes of the first records of rows beside which a personal value with this word stands. */
  public List<Long> withPersonalWord(String word, int limit) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select distinct s.first + p.idx from audit_personal p join audit_sealed s"
                    + " on (s.kind, s.epoch, s.seq) = (p.kind, p.epoch, p.seq)"
                    + " where p.words && ? order by 1 desc limit ?")) {
      Object[] forms = personal.everyForm(word).toArray();
      statement.setArray(1, connection.createArrayOf("text", forms));
      statement.setInt(2, limit);
      try (ResultSet result = statement.executeQuery()) {
        List<Long> found = new ArrayList<>();
        while (result.next()) {
          found.add(result.getLong(1));
        }
        return found;
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("search the audit log", e);
    }
  }

  /** How many records of each hour, type and outcome the indexed blocks have in a time. */
  public Map<AuditBlock.Slot, Long> counts(Instant from, Instant to) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select hour, type, outcome, sum(records) from audit_hour"
                    + " where hour >= ? and hour < ? group by hour, type, outcome")) {
      statement.setObject(1, utc(from));
      statement.setObject(2, utc(to));
      Map<AuditBlock.Slot, Long> counts = new TreeMap<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          counts.put(
              new AuditBlock.Slot(AuditRows.instant(result, 1), result.getInt(2), result.getInt(3)),
              result.getLong(4));
        }
      }
      return counts;
    } catch (SQLException e) {
      throw new AuditStoreFailed("count records", e);
    }
  }
}
