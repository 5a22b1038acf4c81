package org.opentws.timestamping.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * Appends tokens, many in one statement, and finds them again (TS6.1). Plain JDBC: a hot path.
 * Tokens and their account become durable together.
 */
@ApplicationScoped
public class TimeStampArchiveRepository {
  private static final String COLUMNS =
      "serial, unit, gen_time, imprint_algorithm, imprint, token, client";

  private static final String APPEND =
      "WITH stamped AS (INSERT INTO time_stamp_archive ("
          + COLUMNS
          + ") SELECT * FROM unnest(?::bytea[], ?::text[], ?::timestamptz[], ?::text[], ?::bytea[],"
          + " ?::bytea[], ?::text[]))"
          + " INSERT INTO time_stamp_usage (day, client, unit, node, granted)"
          + " SELECT day, client, unit, ?, granted"
          + " FROM unnest(?::date[], ?::text[], ?::text[], ?::bigint[]) AS u (day, client, unit, granted)"
          + " ON CONFLICT (day, client, unit, node)"
          + " DO UPDATE SET granted = time_stamp_usage.granted + excluded.granted";

  @Resource(lookup = "java:/opentws/db")
  private DataSource database;

  /**
   * Appends all of them or none; durable when this returns.
   *
   * @param node which node made them
   * @throws org.opentws.error.ServiceUnavailable DATABASE; whether they are there is then unknown
   */
  public void append(List<ArchivedTimeStamp> stamps, String node) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(APPEND)) {
      insert.setArray(1, octets(connection, stamps, stamp -> octets(stamp.serial())));
      insert.setArray(2, text(connection, stamps, ArchivedTimeStamp::unit));
      insert.setArray(3, text(connection, stamps, stamp -> stamp.genTime().toString()));
      insert.setArray(4, text(connection, stamps, ArchivedTimeStamp::imprintAlgorithm));
      insert.setArray(5, octets(connection, stamps, stamp -> stamp.imprint().octets()));
      insert.setArray(6, octets(connection, stamps, stamp -> stamp.token().octets()));
      insert.setArray(7, text(connection, stamps, ArchivedTimeStamp::client));
      insert.setString(8, node);
      Map<List<String>, Long> usage = usage(stamps);
      List<List<String>> keys = List.copyOf(usage.keySet());
      insert.setArray(9, text(connection, keys, key -> key.get(0)));
      insert.setArray(10, text(connection, keys, key -> key.get(1)));
      insert.setArray(11, text(connection, keys, key -> key.get(2)));
      insert.setArray(12, text(connection, keys, key -> String.valueOf(usage.get(key))));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** How many for each day, client and unit; in a fixed order, so that no two nodes deadlock. */
  private static Map<List<String>, Long> usage(List<ArchivedTimeStamp> stamps) {
    Map<List<String>, Long> usage =
        new TreeMap<>((one, other) -> String.join(" ", one).compareTo(String.join(" ", other)));
    for (ArchivedTimeStamp stamp : stamps) {
      LocalDate day = LocalDate.ofInstant(stamp.genTime(), ZoneOffset.UTC);
      usage.merge(List.of(day.toString(), stamp.client(), stamp.unit()), 1L, Long::sum);
    }
    return usage;
  }

  private static <T> Array text(Connection connection, List<T> items, Function<T, String> value)
      throws SQLException {
    return connection.createArrayOf("text", items.stream().map(value).toArray());
  }

  private static Array octets(
      Connection connection,
      List<ArchivedTimeStamp> stamps,
      Function<ArchivedTimeStamp, byte[]> value)
      throws SQLException {
    return connection.createArrayOf("bytea", stamps.stream().map(value).toArray(byte[][]::new));
  }

  public Optional<ArchivedTimeStamp> find(SerialNumber serial) {
    return query(
            "SELECT " + COLUMNS + " FROM time_stamp_archive WHERE serial = ?",
            select -> select.setBytes(1, octets(serial)))
        .stream()
        .findFirst();
  }

  /** Tokens over that datum, newest first. */
  public List<ArchivedTimeStamp> findByImprint(Der imprint, int max) {
    return query(
        "SELECT "
            + COLUMNS
            + " FROM time_stamp_archive WHERE imprint = ? ORDER BY gen_time DESC"
            + " LIMIT ?",
        select -> {
          select.setBytes(1, imprint.octets());
          select.setInt(2, max);
        });
  }

  /** Tokens of a time, oldest first; {@code from} is included, {@code to} is not. */
  public List<ArchivedTimeStamp> findByTime(Instant from, Instant to, int max) {
    return query(
        "SELECT "
            + COLUMNS
            + " FROM time_stamp_archive WHERE gen_time >= ? AND gen_time < ?"
            + " ORDER BY gen_time, serial LIMIT ?",
        select -> {
          select.setObject(1, OffsetDateTime.ofInstant(from, ZoneOffset.UTC));
          select.setObject(2, OffsetDateTime.ofInstant(to, ZoneOffset.UTC));
          select.setInt(3, max);
        });
  }

  /** What fills in the values of a statement. */
  private interface Values {
    void set(PreparedStatement statement) throws SQLException;
  }

  private List<ArchivedTimeStamp> query(String sql, Values values) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      values.set(select);
      List<ArchivedTimeStamp> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static byte[] octets(SerialNumber serial) {
    return serial.value().toByteArray();
  }

  private static ArchivedTimeStamp read(ResultSet row) throws SQLException {
    return new ArchivedTimeStamp(
        new SerialNumber(new BigInteger(row.getBytes(1))),
        row.getString(2),
        row.getObject(3, OffsetDateTime.class).toInstant(),
        row.getString(4),
        Der.of(row.getBytes(5)),
        Der.of(row.getBytes(6)),
        row.getString(7));
  }
}
