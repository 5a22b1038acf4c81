package org.opentws.revocationmanagement.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.SerialNumber;

/**
 * Counts the tries of a certificate's revocation passphrase (RM1.2). A try is counted *before* the
 * passphrase is looked at and forgiven when it was right, as with logins: guesses at once on many
 * nodes get no more tries than guesses one after the other.
 */
@ApplicationScoped
public class PassphraseAttemptRepository {
  /** The row lock makes the statement atomic; after a lock has passed, counting starts anew. */
  private static final String CLAIM =
      "insert into revocation_passphrase_attempt as tried (issuer, serial, failures, locked_until)"
          + " values (?, ?, 1, case when ? <= 1 then cast(? as timestamptz) end)"
          + " on conflict (issuer, serial) do update set"
          + " failures = case when tried.locked_until is null then tried.failures + 1 else 1 end,"
          + " locked_until = case"
          + "   when (case when tried.locked_until is null then tried.failures + 1 else 1 end) >= ?"
          + "   then cast(? as timestamptz) end"
          + " where tried.locked_until is null or tried.locked_until <= ?"
          + " returning failures";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /**
   * Takes one try.
   *
   * @return which try in a row this is; empty while the passphrase is locked
   */
  public OptionalInt claim(
      String issuer, SerialNumber serial, int attemptsMax, Instant now, Instant lockedUntil) {
    try (Connection connection = database.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setString(1, issuer);
      claim.setBytes(2, serial.value().toByteArray());
      claim.setInt(3, attemptsMax);
      claim.setObject(4, lockedUntil.atOffset(ZoneOffset.UTC));
      claim.setInt(5, attemptsMax);
      claim.setObject(6, lockedUntil.atOffset(ZoneOffset.UTC));
      claim.setObject(7, now.atOffset(ZoneOffset.UTC));
      try (ResultSet row = claim.executeQuery()) {
        return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
      }
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** The passphrase was right. */
  public void forgive(String issuer, SerialNumber serial) {
    String sql =
        "update revocation_passphrase_attempt set failures = 0, locked_until = null"
            + " where issuer = ? and serial = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, issuer);
      update.setBytes(2, serial.value().toByteArray());
      update.executeUpdate();
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
