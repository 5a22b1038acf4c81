package org.opentws.tools.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** The database roles: made when they are missing, left alone when they are there. */
final class Roles {
  /** Owns the schema and migrates it. */
  static final String OWNER = "tws_owner";

  /** The application: only what the migrations grant. */
  static final String APPLICATION = "tws_app";

  /** A front node's application: reads what relying parties ask, writes its records alone. */
  static final String FRONT = "tws_front";

  /** An auditor's own SQL access: reads the audit tables. */
  static final String AUDITOR = "tws_auditor";

  private final Connection connection;

  Roles(Connection connection) {
    this.connection = connection;
  }

  /**
   * Makes the role if there is none of that name.
   *
   * @param options role options in SQL, a constant of the caller
   */
  void ensure(String role, String options, Path passwordFile) throws SQLException, IOException {
    if (exists("select 1 from pg_roles where rolname = ?", role)) {
      return;
    }
    String password = new Credentials("", role, passwordFile).password();
    execute("create role %s login %s".formatted(quoted(role), options));
    // The driver sends the SCRAM verifier: the password itself reaches neither server nor its log.
    connection
        .unwrap(PGConnection.class)
        .alterUserPassword(role, password.toCharArray(), "scram-sha-256");
  }

  /** Makes the database if there is none of that name. */
  void ensureDatabase(String name, String owner) throws SQLException {
    if (!exists("select 1 from pg_database where datname = ?", name)) {
      execute("create database %s owner %s".formatted(quoted(name), quoted(owner)));
      execute("revoke all on database %s from public".formatted(quoted(name)));
    }
  }

  /** Lets the role connect to the database. */
  void allowConnect(String database, String role) throws SQLException {
    execute("grant connect on database %s to %s".formatted(quoted(database), quoted(role)));
  }

  private boolean exists(String sql, String name) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, name);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String quoted(String name) throws SQLException {
    return connection.unwrap(PGConnection.class).escapeIdentifier(name);
  }
}
