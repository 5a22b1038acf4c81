package org.opentws.benchmarks.frame;

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
    String password = Files.readString(Path.of(system.text("postgres", "passwordFile"))).strip();
    Properties properties = new Properties();
    properties.setProperty("user", system.text("postgres", "superuser"));
    properties.setProperty("password", password);
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%s/%s"
            .formatted(
                system.text("postgres", "host"),
                system.text("postgres", "port"),
                system.text("postgres", "database")),
        properties);
  }
}
