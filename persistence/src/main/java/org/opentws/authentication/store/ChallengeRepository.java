package org.opentws.authentication.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Table factor_challenge: any node gives a challenge, any node takes the answer, once. */
@ApplicationScoped
public class ChallengeRepository {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /** A newer challenge for the same purpose takes the place of the older one. */
  public void put(String account, String purpose, Der nonce, Instant expiresAt) {
    String sql =
        "INSERT INTO factor_challenge (account, purpose, nonce, expires_at) VALUES (?, ?, ?, ?)"
            + " ON CONFLICT (account, purpose)"
            + " DO UPDATE SET nonce = excluded.nonce, expires_at = excluded.expires_at";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, account);
      insert.setString(2, purpose);
      insert.setBytes(3, nonce.octets());
      insert.setObject(4, expiresAt.atOffset(ZoneOffset.UTC));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Takes it, so that nobody can answer it again; empty if there is none, or it is too old. */
  public Optional<Der> take(String account, String purpose, Instant now) {
    String sql =
        "DELETE FROM factor_challenge WHERE account = ? AND purpose = ?"
            + " RETURNING CASE WHEN expires_at > ? THEN nonce END";
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, account);
      delete.setString(2, purpose);
      delete.setObject(3, now.atOffset(ZoneOffset.UTC));
      try (ResultSet row = delete.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getBytes(1)).map(Der::of) : Optional.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Those that nobody answered. */
  public void removeExpired(Instant now) {
    String sql = "DELETE FROM factor_challenge WHERE expires_at <= ?";
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setObject(1, now.atOffset(ZoneOffset.UTC));
      delete.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
