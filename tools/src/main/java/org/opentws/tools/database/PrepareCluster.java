package org.opentws.tools.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * First step on the launcher's own PostgreSQL, as its superuser: the owner role and the database.
 * May run again at any time.
 *
 * <p>Arguments: JDBC address of the server (database postgres), superuser, its password file, name
 * of the database to make, password file of the owner.
 */
public final class PrepareCluster {
  private PrepareCluster() {}

  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "PrepareCluster URL SUPERUSER PASSWORD_FILE DATABASE OWNER_PASSWORD_FILE");
    }
    Credentials superuser = new Credentials(args[0], args[1], Path.of(args[2]));
    try (Connection connection = superuser.connect()) {
      Roles roles = new Roles(connection);
      // createrole: the owner makes the lesser roles, here as on a database of the customer.
      roles.ensure(Roles.OWNER, "createrole", Path.of(args[4]));
      roles.ensureDatabase(args[3], Roles.OWNER);
    }
  }
}
