package org.opentws.tools.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings the schema to the version of this build, as the owner of the database; the application's
 * role can change no table. May run again at any time.
 *
 * <p>Arguments: JDBC address, owner, its password file, password file of the application's role,
 * password file of the front nodes' role, password file of the auditor's role.
 */
public final class Migrate {
  private Migrate() {}

  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 6) {
      throw new IllegalArgumentException(
          "Migrate URL OWNER OWNER_PASSWORD_FILE APPLICATION_PASSWORD_FILE FRONT_PASSWORD_FILE"
              + " AUDITOR_PASSWORD_FILE");
    }
    Credentials owner = new Credentials(args[0], args[1], Path.of(args[2]));
    ensureLesserRoles(
        owner,
        Map.of(
            Roles.APPLICATION, Path.of(args[3]),
            Roles.FRONT, Path.of(args[4]),
            Roles.AUDITOR, Path.of(args[5])));
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
  private static void ensureLesserRoles(Credentials owner, Map<String, Path> passwordFiles)
      throws IOException, SQLException {
    try (Connection connection = owner.connect()) {
      Roles roles = new Roles(connection);
      String database = connection.getCatalog();
      for (Map.Entry<String, Path> role : passwordFiles.entrySet()) {
        roles.ensure(role.getKey(), "", role.getValue());
        roles.allowConnect(database, role.getKey());
      }
    }
  }
}
