package org.opentws.authentication.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
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
import org.opentws.error.store.DatabaseFailure;

/** Table user_session. A session ends once and never opens again (IA1.3). */
@ApplicationScoped
public class SessionRepository {
  private static final String COLUMNS =
      "token_hash, account, fingerprint, created_at, last_seen_at, factors, seal";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  public void add(SessionRow session) {
    String sql = "INSERT INTO user_session (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, session.tokenHash());
      insert.setString(2, session.account());
      insert.setString(3, session.fingerprint());
      insert.setObject(4, utc(session.createdAt()));
      insert.setObject(5, utc(session.lastSeenAt()));
      insert.setString(6, session.factors());
      insert.setString(7, session.seal());
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The session with this token, if it has not ended. */
  public Optional<SessionRow> findOpen(String tokenHash) {
    String sql =
        "SELECT " + COLUMNS + " FROM user_session WHERE token_hash = ? AND ended_at IS NULL";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, tokenHash);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(session(row)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Remembers activity; never revives a session and never goes back in time. */
  public void touch(String tokenHash, Instant now) {
    String sql =
        "UPDATE user_session SET last_seen_at = ?"
            + " WHERE token_hash = ? AND ended_at IS NULL AND last_seen_at < ?";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, utc(now));
      update.setString(2, tokenHash);
      update.setObject(3, utc(now));
      update.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Ends a session.
   *
   * @return whether it was this call that ended it
   */
  public boolean end(String tokenHash, String reason, Instant now) {
    String sql =
        "UPDATE user_session SET ended_at = ?, end_reason = ?"
            + " WHERE token_hash = ? AND ended_at IS NULL";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, utc(now));
      update.setString(2, reason);
      update.setString(3, tokenHash);
      return update.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Open sessions, the one last used first.
   *
   * @param account whose; empty for everybody's
   */
  public List<SessionRow> open(Optional<String> account, int limit) {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM user_session WHERE ended_at IS NULL AND (?::text IS NULL OR account = ?::text)"
            + " ORDER BY last_seen_at DESC LIMIT ?";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, account.orElse(null));
      select.setString(2, account.orElse(null));
      select.setInt(3, limit);
      return sessions(select);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static List<SessionRow> sessions(PreparedStatement select) throws SQLException {
    List<SessionRow> sessions = new ArrayList<>();
    try (ResultSet row = select.executeQuery()) {
      while (row.next()) {
        sessions.add(session(row));
      }
    }
    return sessions;
  }

  /** Open sessions that were idle since, or open since, the given times. */
  public List<SessionRow> overdue(Instant idleSince, Instant openSince) {
    String sql =
        "SELECT "
            + COLUMNS
            + " FROM user_session WHERE ended_at IS NULL AND (last_seen_at < ? OR created_at < ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setObject(1, utc(idleSince));
      select.setObject(2, utc(openSince));
      return sessions(select);
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static SessionRow session(ResultSet row) throws SQLException {
    return new SessionRow(
        row.getString("token_hash"),
        row.getString("account"),
        row.getString("fingerprint"),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        row.getObject("last_seen_at", OffsetDateTime.class).toInstant(),
        Optional.ofNullable(row.getString("factors")).orElse(""),
        Optional.ofNullable(row.getString("seal")).orElse(""));
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
