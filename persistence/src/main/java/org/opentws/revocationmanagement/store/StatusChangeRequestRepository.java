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
import org.opentws.error.Refusal;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.SerialNumber;

/**
 * The inbox: each request is durable here before it is acknowledged, claimed once, and sent again
 * until it is decided. Every method fails with {@link ServiceUnavailable} DATABASE.
 */
@ApplicationScoped
public class StatusChangeRequestRepository {
  private static final String REQUEST =
      " id, issuer, serial, action, reason, invalidity_date, requester, dual_control ";

  @Resource(lookup = "java:/opentws/db")
  DataSource dataSource;

  /** Puts the request in; false if there is one with this id already. */
  public boolean insert(StatusChangeRequest request, Instant receivedAt) {
    String sql =
        "insert into status_change_request ("
            + REQUEST
            + ", state, received_at, sent_at) values (?, ?, ?, ?, ?, ?, ?, ?, 'RECEIVED', ?, ?)"
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
      insert.setObject(9, sql(receivedAt));
      insert.setObject(10, sql(receivedAt));
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
    String sql =
        "update status_change_request set alarmed = true where state = 'RECEIVED' and not alarmed"
            + " and received_at < ? returning"
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
        return result.next() ? Optional.of(readOutcome(id, result)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  private static RequestOutcome readOutcome(String id, ResultSet result) throws SQLException {
    return new RequestOutcome(
        id,
        RequestState.valueOf(result.getString(1)),
        Optional.ofNullable(result.getString(2)).map(Refusal::valueOf),
        Optional.ofNullable(result.getString(3)).orElse(""),
        result.getTimestamp(4).toInstant(),
        instant(result.getTimestamp(5)),
        instant(result.getTimestamp(6)));
  }

  private List<StatusChangeRequest> query(String sql, Parameters parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      List<StatusChangeRequest> requests = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          requests.add(readRequest(result));
        }
      }
      return requests;
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
}
