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
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;

/**
 * Counts login attempts in the account's row (IA2.1). An attempt is counted *before* its password
 * is looked at and forgiven when the password was right: so parallel guesses on any number of nodes
 * get no more tries than guesses one after the other, and a crash in between counts as a failure.
 */
@ApplicationScoped
public class LoginAttemptRepository {
  /** The row lock makes the statement atomic; after a lock has passed, counting starts anew. */
  private static final String CLAIM =
      "UPDATE account SET"
          + " failures = CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END,"
          + " locked_until = CASE"
          + "   WHEN (CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END) >= ? THEN ?"
          + "   ELSE NULL END"
          + " WHERE account = ? AND (locked_until IS NULL OR locked_until <= ?)"
          + " RETURNING failures";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /**
   * Takes one attempt.
   *
   * @return which attempt in a row this is; empty if the account is locked: no attempt is allowed
   */
  public OptionalInt claim(String account, int attemptsMax, Instant now, Instant lockedUntil) {
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(CLAIM)) {
      update.setInt(1, attemptsMax);
      update.setObject(2, utc(lockedUntil));
      update.setString(3, account);
      update.setObject(4, utc(now));
      try (ResultSet row = update.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The password was right. */
  public void forgive(String account) {
    String sql = "UPDATE account SET failures = 0, locked_until = NULL WHERE account = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, account);
      update.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
