package org.opentws.access.store;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.opentws.error.store.DatabaseFailure;
import org.opentws.value.Der;

/** Table authenticator. */
@ApplicationScoped
public class AuthenticatorRepository {
  private static final String COLUMNS =
      "credential_id, account, label, credential, counter, registered_at";

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  /**
   * Remembers a new one.
   *
   * @return false if it is registered already, for whatever account
   */
  public boolean add(AuthenticatorRow authenticator) {
    String sql =
        "INSERT INTO authenticator ("
            + COLUMNS
            + ") VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING";
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, authenticator.credentialId());
      insert.setString(2, authenticator.account());
      insert.setString(3, authenticator.label());
      insert.setBytes(4, authenticator.credential().octets());
      insert.setLong(5, authenticator.counter());
      insert.setObject(6, authenticator.registeredAt().atOffset(ZoneOffset.UTC));
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /** Those of the account, by their ids. */
  public List<AuthenticatorRow> of(String account) {
    return of(List.of(account));
  }

  /** Those of all these accounts, by their ids. */
  public List<AuthenticatorRow> of(List<String> accounts) {
    String sql = "SELECT " + COLUMNS + " FROM authenticator WHERE account = ANY (?) ORDER BY 1";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setArray(1, connection.createArrayOf("text", accounts.toArray()));
      List<AuthenticatorRow> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(authenticator(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  private static AuthenticatorRow authenticator(ResultSet row) throws SQLException {
    return new AuthenticatorRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Der.of(row.getBytes(4)),
        row.getLong(5),
        row.getObject(6, OffsetDateTime.class).toInstant());
  }

  /**
   * Remembers the counter: of two answers at once with the same counter one is a copy's.
   *
   * @return false if a later answer was accepted meanwhile
   */
  public boolean advance(AuthenticatorRow authenticator, long counter) {
    String sql = "UPDATE authenticator SET counter = ? WHERE credential_id = ? AND counter = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, counter);
      update.setString(2, authenticator.credentialId());
      update.setLong(3, authenticator.counter());
      return update.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }

  /**
   * Forgets one.
   *
   * @return whether the account had it
   */
  public boolean remove(String account, String credentialId) {
    String sql = "DELETE FROM authenticator WHERE account = ? AND credential_id = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setString(1, account);
      delete.setString(2, credentialId);
      return delete.executeUpdate() == 1;
    } catch (SQLException e) {
      throw DatabaseFailure.of(e);
    }
  }
}
