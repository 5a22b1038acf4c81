package org.opentws.idempotency.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Table idempotent_request. */
@ApplicationScoped
public class IdempotencyRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  @Inject FieldEncryption encryption;

  /**
   * Claims the key for this request.
   *
   * @return false if the key was claimed before
   */
  public boolean claim(IdempotentRequest request, Instant now) {
    String sql =
        "INSERT INTO idempotent_request (scope, request_key, request_hash, claimed_at)"
            + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, request.scope());
      insert.setString(2, request.key());
      insert.setBytes(3, request.hash().octets());
      insert.setObject(4, utc(now));
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** What an earlier request left under the same key. */
  public Optional<EarlierRequest> find(IdempotentRequest request) {
    String sql =
        "SELECT request_hash, claimed_at, status, headers, body FROM idempotent_request"
            + " WHERE scope = ? AND request_key = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, request.scope());
      select.setString(2, request.key());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(earlier(request, row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Completes the claim. */
  public void answer(IdempotentRequest request, StoredAnswer answer, Instant now) {
    String sql =
        "UPDATE idempotent_request SET answered_at = ?, status = ?, headers = ?, body = ?"
            + " WHERE scope = ? AND request_key = ? AND answered_at IS NULL";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, utc(now));
      update.setInt(2, answer.status());
      update.setString(3, answer.headers());
      update.setBytes(4, encryption.sealOctets(place(request), answer.body()));
      update.setString(5, request.scope());
      update.setString(6, request.key());
      update.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Gives up a claim that has no answer: the key may be used again. */
  public void release(IdempotentRequest request) {
    String sql =
        "DELETE FROM idempotent_request"
            + " WHERE scope = ? AND request_key = ? AND answered_at IS NULL";
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, request.scope());
      delete.setString(2, request.key());
      delete.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Forgets what is older. Run by two nodes at once it does no harm. */
  public int forgetBefore(Instant limit) {
    String sql = "DELETE FROM idempotent_request WHERE claimed_at < ?";
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setObject(1, utc(limit));
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private EarlierRequest earlier(IdempotentRequest request, ResultSet row) throws SQLException {
    int status = row.getInt("status");
    Optional<StoredAnswer> answer =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new StoredAnswer(status, row.getString("headers"), body(request, row)));
    return new EarlierRequest(
        Der.of(row.getBytes("request_hash")),
        row.getObject("claimed_at", OffsetDateTime.class).toInstant(),
        answer);
  }

  /** Answers of before there was encryption are in clear for their short life. */
  private Der body(IdempotentRequest request, ResultSet row) throws SQLException {
    byte[] stored = row.getBytes("body");
    return Der.of(
        FieldEncryption.isSealed(stored) ? encryption.openOctets(place(request), stored) : stored);
  }

  private static FieldPlace place(IdempotentRequest request) {
    return new FieldPlace("idempotent_request", "body", request.scope() + " " + request.key());
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
