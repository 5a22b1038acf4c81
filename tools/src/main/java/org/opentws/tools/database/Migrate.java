package org.opentws.tools.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema to the version of this build, as the owner of the database; the application's
 * role can change no table. May run again at any time.
 *
 * <p>Arguments: JDBC address, owner, its password file, password file of the application's role,
 * password file of the auditor's role.
 */
public final class Migrate {
  private Migrate() {}

  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "Migrate URL OWNER OWNER_PASSWORD_FILE APPLICATION_PASSWORD_FILE AUDITOR_PASSWORD_FILE");
    }
    Credentials owner = new Credentials(args[0], args[1], Path.of(args[2]));
    ensureLesserRoles(owner, Path.of(args[3]), Path.of(args[4]));
    MigrateResult result =
        Flyway.configure()
            .dataSource(owner.url(), owner.user(), owner.password())
            .locations("classpath:db/migration")
            .loggers("slf4j")
            // Migrations are numbered by subject: one of an earlier number may be newer.
            .outOfOrder(true)
            .load()
            .migrate();
    System.out.printf(
        "schema version %s, %d migrations applied now%n",
        result.targetSchemaVersion == null
            ? result.initialSchemaVersion
            : result.targetSchemaVersion,
        result.migrationsExecuted);
  }

  // Before the migrations, because they grant to these roles.
  private static void ensureLesserRoles(Credentials owner, Path application, Path auditor)
      throws IOException, SQLException {
    try (Connection connection = owner.connect()) {
      Roles roles = new Roles(connection);
      String database = connection.getCatalog();
      roles.ensure(Roles.APPLICATION, "", application);
      roles.ensure(Roles.AUDITOR, "", auditor);
      roles.allowConnect(database, Roles.APPLICATION);
      roles.allowConnect(database, Roles.AUDITOR);
    }
  }
}
