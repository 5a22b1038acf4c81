package org.opentws.tools.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * How to log in to a database: the password comes from a file, never from an argument.
 *
 * @param url JDBC address
 * @param user database role
 * @param passwordFile file that holds nothing but the password
 */
public record Credentials(String url, String user, Path passwordFile) {

  /** The password; the file's final line end is not part of it. */
  public String password() throws IOException {
    return Files.readString(passwordFile).strip();
  }

  /** Opens a session. */
  public Connection connect() throws IOException, SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password());
    return DriverManager.getConnection(url, properties);
  }
}
