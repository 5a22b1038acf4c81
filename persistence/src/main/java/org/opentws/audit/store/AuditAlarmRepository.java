package org.opentws.audit.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import javax.sql.DataSource;

/** Alarms and their deliveries. Each call is a transaction of its own. */
public final class AuditAlarmRepository {
  private static final String ALARM =
      "a.id, a.kind, a.object, a.detail, a.first_at, a.record, a.last_at, a.occurrences,"
          + " a.acknowledged_by, a.acknowledged_at, a.note";

  private final DataSource database;

  public AuditAlarmRepository(DataSource database) {
    this.database = database;
  }

  /** Alarms, newest first. */
  public List<AuditAlarm> list(boolean openOnly, long beforeId, int limit) {
    String query =
        "select "
            + ALARM
            + " from audit_alarm a where a.id < ?"
            + (openOnly ? " and a.acknowledged_at is null" : "")
            + " order by a.id desc limit ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, beforeId);
      statement.setInt(2, limit);
      try (ResultSet result = statement.executeQuery()) {
        List<AuditAlarm> alarms = new ArrayList<>();
        while (result.next()) {
          alarms.add(alarm(result, 1));
        }
        return alarms;
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("list alarms", e);
    }
  }

  public Optional<AuditAlarm> find(long id) {
    return list(false, id + 1, 1).stream().filter(alarm -> alarm.id() == id).findFirst();
  }

  /** How many are not acknowledged. */
  public long openCount() {
    try (Connection connection = database.getConnection()) {
      return AuditRows.number(
          connection, "select count(*) from audit_alarm where acknowledged_at is null");
    } catch (SQLException e) {
      throw new AuditStoreFailed("count alarms", e);
    }
  }

  static AuditAlarm alarm(ResultSet result, int at) throws SQLException {
    String by = result.getString(at + 8);
    Optional<AuditAlarm.Acknowledgement> acknowledgement =
        by == null
            ? Optional.empty()
            : Optional.of(
                new AuditAlarm.Acknowledgement(
                    by,
                    AuditRows.instant(result, at + 9),
                    Optional.ofNullable(result.getString(at + 10)).orElse("")));
    return new AuditAlarm(
        result.getLong(at),
        new AuditAlarm.Occurrence(
            result.getString(at + 1),
            result.getString(at + 2),
            result.getString(at + 3),
            AuditRows.instant(result, at + 4)),
        result.getLong(at + 5),
        AuditRows.instant(result, at + 6),
        result.getLong(at + 7),
        acknowledgement);
  }

  /** Acknowledges an open alarm; false if it is not open. */
  public boolean acknowledge(long id, AuditAlarm.Acknowledgement acknowledgement) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update audit_alarm set acknowledged_at = ?, acknowledged_by = ?, note = ?"
                    + " where id = ? and acknowledged_at is null")) {
      statement.setObject(1, utc(acknowledgement.at()));
      statement.setString(2, acknowledgement.by());
      statement.setString(3, acknowledgement.note());
      statement.setLong(4, id);
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      throw new AuditStoreFailed("acknowledge an alarm", e);
    }
  }

  /**
   * Takes a delivery that is due; nobody else gets it before the time given.
   *
   * @param patience how long sending may take
   */
  public Optional<DueDelivery> takeDue(String sink, Instant now, Duration patience) {
    String take =
        "with due as (select id from audit_alarm_delivery where delivered_at is null"
            + " and sink = ? and next_at <= ? order by next_at, id limit 1 for update skip locked),"
            + " taken as (update audit_alarm_delivery d set next_at = ?, attempts = attempts + 1"
            + " from due where d.id = due.id returning d.id, d.sink, d.attempts, d.alarm)"
            + " select t.id, t.sink, t.attempts, "
            + ALARM
            + " from taken t join audit_alarm a on a.id = t.alarm";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(take)) {
      statement.setString(1, sink);
      statement.setObject(2, utc(now));
      statement.setObject(3, utc(now.plus(patience)));
      try (ResultSet result = statement.executeQuery()) {
        return result.next()
            ? Optional.of(
                new DueDelivery(
                    result.getLong(1), result.getString(2), alarm(result, 4), result.getInt(3)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("take an alarm to deliver", e);
    }
  }

  public void delivered(long id, Instant at) {
    update(
        "update audit_alarm_delivery set delivered_at = ?, failure = null where id = ?",
        at,
        OptionalLong.of(id),
        Optional.empty());
  }

  /** It will be tried again at that time. */
  public void failed(long id, Instant nextAt, String why) {
    update(
        "update audit_alarm_delivery set next_at = ?, failure = ? where id = ?",
        nextAt,
        OptionalLong.of(id),
        Optional.of(why));
  }

  private void update(String sql, Instant at, OptionalLong id, Optional<String> text) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      int parameter = 1;
      statement.setObject(parameter++, utc(at));
      if (text.isPresent()) {
        statement.setString(parameter++, text.get());
      }
      if (id.isPresent()) {
        statement.setLong(parameter, id.getAsLong());
      }
      statement.executeUpdate();
    } catch (SQLException e) {
      throw new AuditStoreFailed("note the delivery of an alarm", e);
    }
  }

  /** How many alarms a sink has taken since a time. */
  public long deliveredSince(String sink, Instant since) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from audit_alarm_delivery"
                    + " where sink = ? and delivered_at > ?")) {
      statement.setString(1, sink);
      statement.setObject(2, utc(since));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    } catch (SQLException e) {
      throw new AuditStoreFailed("count delivered alarms", e);
    }
  }

  /** How many deliveries wait, and since when the oldest does. */
  public Backlog backlog() {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery(
                "select count(*), min(queued_at) from audit_alarm_delivery"
                    + " where delivered_at is null")) {
      result.next();
      return new Backlog(
          result.getLong(1),
          Optional.ofNullable(result.getObject(2, OffsetDateTime.class))
              .map(OffsetDateTime::toInstant));
    } catch (SQLException e) {
      throw new AuditStoreFailed("count waiting alarms", e);
    }
  }

  /** Deliveries that wait. */
  public record Backlog(long waiting, Optional<Instant> oldest) {}

  /** How many alarms of each kind nobody has acknowledged; kinds without one are missing. */
  public Map<String, Long> openByKind() {
    return counts(
        "select kind, count(*) from audit_alarm where acknowledged_at is null group by kind");
  }

  /** How many announcements wait for each sink; sinks that none waits for are missing. */
  public Map<String, Long> waitingBySink() {
    return counts(
        "select sink, count(*) from audit_alarm_delivery where delivered_at is null group by sink");
  }

  private Map<String, Long> counts(String query) {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      Map<String, Long> counts = new HashMap<>();
      while (result.next()) {
        counts.put(result.getString(1), result.getLong(2));
      }
      return counts;
    } catch (SQLException e) {
      throw new AuditStoreFailed("count alarms", e);
    }
  }

  /** Begins to follow the log; empty if another node does it at this moment. */
  public Optional<AlarmFollowing> follow() {
    return AlarmFollowing.begin(database);
  }

  static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
