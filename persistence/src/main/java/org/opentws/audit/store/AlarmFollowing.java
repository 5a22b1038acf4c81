package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.value.Der;

/**
 * Looks through the log for alarms: a transaction under a lock. Alarms and the place reached commit
 * together, so that each record is looked at exactly once, whatever crashes.
 */
public final class AlarmFollowing implements AutoCloseable {
  /** Any number will do as long as nobody else uses it: "OTWSLOG3". */
  private static final long ADVISORY_LOCK = 0x4f5457534c4f4733L;

  private static final int ROWS_MAX = 5000;

  /** What rows without any of the types hold is not even read. */
  private static final String ROWS =
      "select s.first, s.n, s.kind, case when g.types && ? then g.data"
          + " when r.type = any (?) then r.enc end"
          + AuditRows.FROM_SEALED
          + " where s.first >= ? order by s.first limit "
          + ROWS_MAX;

  private final LockedTransaction transaction;
  private final Connection connection;

  private AlarmFollowing(LockedTransaction transaction) {
    this.transaction = transaction;
    this.connection = transaction.connection();
  }

  static Optional<AlarmFollowing> begin(DataSource database) {
    return LockedTransaction.begin(database, ADVISORY_LOCK, "looking for alarms")
        .map(AlarmFollowing::new);
  }

  /**
   * A row of the log.
   *
   * @param count records in it
   * @param contents empty if none of its records is of the types asked for
   */
  public record Row(long first, int count, LeafKind kind, Optional<Der> contents) {}

  /** The next rows that were not looked at; none at the end of the log. */
  public List<Row> next(Collection<Integer> types) {
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setArray(1, connection.createArrayOf("int4", types.toArray()));
      statement.setArray(2, connection.createArrayOf("int4", types.toArray()));
      statement.setLong(3, position());
      List<Row> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          byte[] contents = result.getBytes(4);
          rows.add(
              new Row(
                  result.getLong(1),
                  result.getInt(2),
                  LeafKind.of(result.getInt(3)),
                  contents == null ? Optional.empty() : Optional.of(Der.of(contents))));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AuditStoreFailed("look for alarms", e);
    }
  }

  private long position() throws SQLException {
    return AuditRows.number(connection, "select next from audit_alarm_position");
  }

  /**
   * Takes up an occurrence: a new alarm, or one more time of an open one.
   *
   * @param record index of the record that tells of it
   * @param quiet an open alarm is announced again after this time
   * @return the alarm's number if it is to be announced now
   */
  public Optional<Long> occurred(
      AuditAlarm.Occurrence occurrence, long record, Instant now, Duration quiet) {
    try (PreparedStatement again =
        connection.prepareStatement(
            "update audit_alarm set last_at = ?, occurrences = occurrences + 1, announced_at ="
                + " case when announced_at <= ? then ? else announced_at end"
                + " where kind = ? and object = ? and acknowledged_at is null"
                + " returning id, announced_at = ?")) {
      again.setObject(1, AuditAlarmRepository.utc(occurrence.at()));
      again.setObject(2, AuditAlarmRepository.utc(now.minus(quiet)));
      again.setObject(3, AuditAlarmRepository.utc(now));
      again.setString(4, occurrence.kind());
      again.setString(5, occurrence.object());
      again.setObject(6, AuditAlarmRepository.utc(now));
      try (ResultSet result = again.executeQuery()) {
        if (result.next()) {
          return result.getBoolean(2) ? Optional.of(result.getLong(1)) : Optional.empty();
        }
      }
      return Optional.of(add(occurrence, record, now));
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep an alarm", e);
    }
  }

  private long add(AuditAlarm.Occurrence occurrence, long record, Instant now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_alarm (kind, object, detail, record, first_at, last_at,"
                + " announced_at) values (?, ?, ?, ?, ?, ?, ?) returning id")) {
      insert.setString(1, occurrence.kind());
      insert.setString(2, occurrence.object());
      insert.setString(3, occurrence.detail());
      insert.setLong(4, record);
      insert.setObject(5, AuditAlarmRepository.utc(occurrence.at()));
      insert.setObject(6, AuditAlarmRepository.utc(occurrence.at()));
      insert.setObject(7, AuditAlarmRepository.utc(now));
      try (ResultSet result = insert.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  /** Queues an alarm for a sink. */
  public void announce(long alarm, String sink, Instant now) {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into audit_alarm_delivery (alarm, sink, occurrences, queued_at, next_at)"
                + " select id, ?, occurrences, ?, ? from audit_alarm where id = ?")) {
      insert.setString(1, sink);
      insert.setObject(2, AuditAlarmRepository.utc(now));
      insert.setObject(3, AuditAlarmRepository.utc(now));
      insert.setLong(4, alarm);
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("queue an alarm", e);
    }
  }

  /** Everything before this index has been looked at. */
  public void commit(long next) {
    try (PreparedStatement update =
        connection.prepareStatement("update audit_alarm_position set next = ?")) {
      update.setLong(1, next);
      update.executeUpdate();
      connection.commit();
    } catch (SQLException e) {
      throw new AuditStoreFailed("keep alarms", e);
    }
  }

  @Override
  public void close() {
    transaction.close();
  }
}
