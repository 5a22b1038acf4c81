package org.opentws.revocationmanagement.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentws.certificategeneration.store.ScopeCondition;
import org.opentws.error.Refusal;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Scope;
import org.opentws.value.SerialNumber;

/**
 * The inbox: each request is durable here before it is acknowledged, claimed once, and sent again
 * until it is decided. Every method fails with {@link ServiceUnavailable} DATABASE.
 */
@ApplicationScoped
public class StatusChangeRequestRepository {
  private static final String REQUEST =
      " id, issuer, serial, action, reason, invalidity_date, requester, dual_control ";

  private static final int OUTCOME_AT = 9;

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /**
   * Puts the request in, to be decided at once or, PENDING, by an officer; false if there is one
   * with this id already, or another that waits for an officer for the same certificate.
   */
  public boolean insert(StatusChangeRequest request, RequestState state, Instant receivedAt) {
    String sql =
        "insert into status_change_request ("
            + REQUEST
            + ", state, received_at, sent_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " on conflict do nothing";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, request.id());
      insert.setString(2, request.issuer());
      insert.setBytes(3, request.serial().value().toByteArray());
      insert.setString(4, request.action().name());
      insert.setObject(5, request.reason().orElse(null), Types.SMALLINT);
      insert.setObject(6, request.invalidityDate().map(this::sql).orElse(null), TIME);
      insert.setString(7, request.requester());
      insert.setBoolean(8, request.dualControl());
      insert.setString(9, state.name());
      insert.setObject(10, sql(receivedAt));
      insert.setObject(11, sql(receivedAt));
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static final int TIME = Types.TIMESTAMP_WITH_TIMEZONE;

  /** What was received under this id. */
  public Optional<StatusChangeRequest> find(String id) {
    String sql = "select" + REQUEST + "from status_change_request where id = ?";
    return query(sql, select -> select.setString(1, id)).stream().findFirst();
  }

  /**
   * Claims a request that is not decided yet; DONE if the caller's transaction commits. A second
   * delivery finds nothing to claim.
   */
  public Optional<StatusChangeRequest> claim(String id, Instant effectAt) {
    String sql =
        "update status_change_request set state = 'DONE', decided_at = ?, effect_at = ?"
            + " where id = ? and state = 'RECEIVED' returning"
            + REQUEST;
    return query(
            sql,
            update -> {
              update.setObject(1, sql(effectAt));
              update.setObject(2, sql(effectAt));
              update.setString(3, id);
            })
        .stream()
        .findFirst();
  }

  /** Decides against a request; false if it was decided before. */
  public boolean refuse(String id, Refusal refusal, String detail, Instant decidedAt) {
    String sql =
        "update status_change_request set state = 'REFUSED', refusal = ?, detail = ?,"
            + " decided_at = ? where id = ? and state = 'RECEIVED'";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, refusal.name());
      update.setString(2, detail);
      update.setObject(3, sql(decidedAt));
      update.setString(4, id);
      return update.executeUpdate() == 1;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /**
   * An officer lets a request that waited take its way.
   *
   * @return empty if it does not wait
   */
  public Optional<StatusChangeRequest> approve(String id, String officer, Instant now) {
    String sql =
        "update status_change_request set state = 'RECEIVED', decider = ?, sent_at = ?"
            + " where id = ? and state = 'PENDING' returning"
            + REQUEST;
    return query(
            sql,
            update -> {
              update.setString(1, officer);
              update.setObject(2, sql(now));
              update.setString(3, id);
            })
        .stream()
        .findFirst();
  }

  /**
   * An officer turns a request down that waited.
   *
   * @return empty if it does not wait
   */
  public Optional<StatusChangeRequest> reject(
      String id, String officer, String reason, Instant now) {
    String sql =
        "update status_change_request set state = 'REFUSED', refusal = 'FORBIDDEN', detail = ?,"
            + " decider = ?, decided_at = ? where id = ? and state = 'PENDING' returning"
            + REQUEST;
    return query(
            sql,
            update -> {
              update.setString(1, reason);
              update.setString(2, officer);
              update.setObject(3, sql(now));
              update.setString(4, id);
            })
        .stream()
        .findFirst();
  }

  /** Requests within the scope that wait for an officer, those that wait longest first. */
  public List<PendingRequest> pending(Scope scope, int limit) {
    ScopeCondition within = ScopeCondition.onOctets(scope, "status_change_request");
    String sql =
        "select"
            + REQUEST
            + ", received_at from status_change_request where state = 'PENDING'"
            + within.sql()
            + " order by received_at limit ?";
    return query(
        sql,
        select -> select.setInt(within.set(select, 1), limit),
        StatusChangeRequestRepository::readPending);
  }

  /** The one that waits for an officer for this certificate. */
  public Optional<PendingRequest> pending(String issuer, SerialNumber serial) {
    String sql =
        "select"
            + REQUEST
            + ", received_at from status_change_request where state = 'PENDING'"
            + " and issuer = ? and serial = ?";
    return query(
            sql,
            select -> {
              select.setString(1, issuer);
              select.setBytes(2, serial.value().toByteArray());
            },
            StatusChangeRequestRepository::readPending)
        .stream()
        .findFirst();
  }

  /** How far each request about this certificate has come, oldest first. */
  public List<ReceivedRequest> about(String issuer, SerialNumber serial) {
    String sql =
        "select"
            + REQUEST
            + ", state, refusal, detail, received_at, decided_at, effect_at"
            + " from status_change_request where issuer = ? and serial = ? order by received_at";
    return query(
        sql,
        select -> {
          select.setString(1, issuer);
          select.setBytes(2, serial.value().toByteArray());
        },
        row ->
            new ReceivedRequest(readRequest(row), readOutcome(row.getString(1), row, OUTCOME_AT)));
  }

  private static PendingRequest readPending(ResultSet row) throws SQLException {
    return new PendingRequest(readRequest(row), row.getTimestamp(9).toInstant());
  }

  /**
   * Takes undecided requests that were last sent before a time, and notes that they are sent now.
   * Two nodes never take the same one at once.
   */
  public List<StatusChangeRequest> takeUnsent(Instant sentBefore, Instant now, int limit) {
    String sql =
        "update status_change_request set sent_at = ? where id in (select id from"
            + " status_change_request where state = 'RECEIVED' and sent_at < ? order by sent_at"
            + " limit ? for update skip locked) returning"
            + REQUEST;
    return query(
        sql,
        update -> {
          update.setObject(1, sql(now));
          update.setObject(2, sql(sentBefore));
          update.setInt(3, limit);
        });
  }

  /** Takes undecided requests received before a time that raised no alarm yet (RM1.1). */
  public List<StatusChangeRequest> takeOverdue(Instant receivedBefore) {
    return takeFirstTime("alarmed", receivedBefore);
  }

  /** The same for the second alarm, before 24 hours are over. */
  public List<StatusChangeRequest> takeLate(Instant receivedBefore) {
    return takeFirstTime("late_alarmed", receivedBefore);
  }

  private List<StatusChangeRequest> takeFirstTime(String flag, Instant receivedBefore) {
    String sql =
        "update status_change_request set %s = true where state in ('RECEIVED', 'PENDING')"
                .formatted(flag)
            + " and not %s and received_at < ? returning".formatted(flag)
            + REQUEST;
    return query(sql, update -> update.setObject(1, sql(receivedBefore)));
  }

  /** How far a request has come. */
  public Optional<RequestOutcome> outcome(String id) {
    String sql =
        "select state, refusal, detail, received_at, decided_at, effect_at"
            + " from status_change_request where id = ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, id);
      try (ResultSet result = select.executeQuery()) {
        return result.next() ? Optional.of(readOutcome(id, result, 1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static RequestOutcome readOutcome(String id, ResultSet result, int at)
      throws SQLException {
    return new RequestOutcome(
        id,
        RequestState.valueOf(result.getString(at)),
        Optional.ofNullable(result.getString(at + 1)).map(Refusal::valueOf),
        Optional.ofNullable(result.getString(at + 2)).orElse(""),
        result.getTimestamp(at + 3).toInstant(),
        instant(result.getTimestamp(at + 4)),
        instant(result.getTimestamp(at + 5)));
  }

  private List<StatusChangeRequest> query(String sql, Parameters parameters) {
    return query(sql, parameters, StatusChangeRequestRepository::readRequest);
  }

  private <T> List<T> query(String sql, Parameters parameters, Row<T> row) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(row.read(result));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static StatusChangeRequest readRequest(ResultSet result) throws SQLException {
    return new StatusChangeRequest(
        result.getString(1),
        result.getString(2),
        new SerialNumber(new BigInteger(result.getBytes(3))),
        StatusChangeAction.valueOf(result.getString(4)),
        Optional.ofNullable(result.getObject(5, Integer.class)),
        instant(result.getTimestamp(6)),
        result.getString(7),
        result.getBoolean(8));
  }

  private OffsetDateTime sql(Instant instant) {
    return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Optional<Instant> instant(@Nullable Timestamp stamp) {
    return Optional.ofNullable(stamp).map(Timestamp::toInstant);
  }

  private static ServiceUnavailable unavailable(SQLException e) {
    return new ServiceUnavailable(
        ServiceUnavailable.Cause.DATABASE, "the inbox of status changes cannot be used now", e);
  }

  /** Sets the parameters of one statement. */
  private interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Reads one row. */
  private interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
