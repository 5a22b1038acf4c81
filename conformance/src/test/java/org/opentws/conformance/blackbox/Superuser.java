package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Whoever administers the database and may do everything there: to try to tamper, and to let time
 * pass for a row without waiting.
 */
final class Superuser implements AutoCloseable {
  private final Connection connection;

  Superuser(RunningSystem system) {
    JsonNode postgres = system.node("postgres");
    String url =
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                postgres.get("host").asText(),
                postgres.get("port").asText(),
                postgres.get("database").asText());
    Properties login = new Properties();
    login.setProperty("user", postgres.get("superuser").asText());
    try {
      login.setProperty(
          "password", Files.readString(system.path(postgres.get("passwordFile").asText())).strip());
      connection = DriverManager.getConnection(url, login);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (SQLException e) {
      throw new IllegalStateException("no way into the database", e);
    }
  }

  /**
   * Changes rows, triggers and foreign keys notwithstanding.
   *
   * @return how many
   */
  int tamper(String sql, Object... values) {
    run("set session_replication_role = replica");
    try {
      return run(sql, values);
    } finally {
      run("set session_replication_role = origin");
    }
  }

  int run(String sql, Object... values) {
    try (PreparedStatement statement = prepared(sql, values)) {
      statement.execute();
      return statement.getUpdateCount();
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Returns when an alarm of that kind was told of since then; for when nobody can log in. */
  void awaitAlarm(String kind, Instant since) {
    String told = "select id from audit_alarm where kind = ? and last_at >= ?::timestamptz";
    Within.seconds(60)
        .until("the alarm " + kind, () -> !texts(told, kind, since.toString()).isEmpty());
  }

  /** The first column of every row, as text. */
  List<String> texts(String sql, Object... values) {
    try (PreparedStatement statement = prepared(sql, values);
        ResultSet rows = statement.executeQuery()) {
      List<String> texts = new ArrayList<>();
      while (rows.next()) {
        texts.add(String.valueOf(rows.getString(1)));
      }
      return texts;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  private PreparedStatement prepared(String sql, Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
