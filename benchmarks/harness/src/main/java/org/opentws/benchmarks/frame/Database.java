package org.opentws.benchmarks.frame;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The measured system's database, as its superuser: for rows in numbers that nobody would issue.
 */
public final class Database {
  private Database() {}

  public static Connection connect(BenchSystem system) throws SQLException, IOException {
    Properties properties = new Properties();
    properties.setProperty("user", user(system));
    properties.setProperty("password", password(system));
    return DriverManager.getConnection(url(system), properties);
  }

  /** Of many connections, kept open: as a server has them. */
  public static HikariDataSource pool(BenchSystem system, int most) throws IOException {
    HikariConfig settings = new HikariConfig();
    settings.setJdbcUrl(url(system));
    settings.setUsername(user(system));
    settings.setPassword(password(system));
    settings.setMaximumPoolSize(most);
    return new HikariDataSource(settings);
  }

  private static String user(BenchSystem system) {
    return system.text("postgres", "superuser");
  }

  private static String password(BenchSystem system) throws IOException {
    return Files.readString(Path.of(system.text("postgres", "passwordFile"))).strip();
  }

  private static String url(BenchSystem system) {
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(
            system.text("postgres", "host"),
            system.text("postgres", "port"),
            system.text("postgres", "database"));
  }
}
