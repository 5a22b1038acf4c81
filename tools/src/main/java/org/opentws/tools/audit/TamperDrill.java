package org.opentws.tools.audit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * {@code ./tws demo --tamper}: the database's superuser copies the audit log, changes one record of
 * the copy by SQL, and the verifier names it. The system's own log is only read.
 *
 * <p>Arguments: JDBC address up to the name of the database, database, superuser, its password
 * file, certificate of the management CA, checkpoint kept outside of the database.
 */
public final class TamperDrill {
  private static final String COPY = "audit_tamper_drill";
  private static final String TABLES =
      "select relname from pg_class where relnamespace = 'public'::regnamespace"
          + " and relkind in ('r', 'p') and not relispartition and relpersistence = 'p'"
          + " and relname like 'audit\\_%' order by relname";

  private final String address;
  private final Properties login;
  private final PrintStream out;

  private TamperDrill(String address, Properties login, PrintStream out) {
    this.address = address;
    this.login = login;
    this.out = out;
  }

  public static void main(String[] args) throws IOException, SQLException {
    if (args.length != 6) {
      throw new IllegalArgumentException(
          "TamperDrill ADDRESS DATABASE SUPERUSER PASSWORD_FILE AUTHORITY CHECKPOINT");
    }
    Properties login = new Properties();
    login.setProperty("user", args[2]);
    login.setProperty(
        "password", Files.readString(Path.of(args[3]), StandardCharsets.UTF_8).strip());
    TamperDrill drill = new TamperDrill(args[0], login, System.out);
    System.exit(drill.run(args) ? 0 : 1);
  }

  private boolean run(String[] args) throws IOException, SQLException {
    Path checkpoint = Files.createTempFile("tamper-drill", ".checkpoint");
    // Before the log is copied: what is kept outside must not be newer than the copy.
    Files.copy(Path.of(args[5]), checkpoint, StandardCopyOption.REPLACE_EXISTING);
    try (Connection live = connect(args[1])) {
      execute(live, "drop database if exists " + COPY);
      execute(live, "create database " + COPY);
      try {
        copy(live);
        return drill(args, checkpoint);
      } finally {
        execute(live, "drop database if exists " + COPY);
      }
    } finally {
      Files.delete(checkpoint);
    }
  }

  private void copy(Connection live) throws SQLException, IOException {
    Flyway.configure()
        .dataSource(address + COPY, login.getProperty("user"), login.getProperty("password"))
        .locations("classpath:db/migration")
        .outOfOrder(true)
        .loggers("slf4j")
        .load()
        .migrate();
    live.setAutoCommit(false);
    live.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    try (Connection own = connect(COPY)) {
      execute(own, "set session_replication_role = replica");
      for (String table : tables(live)) {
        execute(own, "truncate " + table + " cascade");
      }
      for (String table : tables(live)) {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        copyApi(live).copyOut("copy (select * from " + table + ") to stdout (format binary)", rows);
        copyApi(own)
            .copyIn(
                "copy " + table + " from stdin (format binary)",
                new ByteArrayInputStream(rows.toByteArray()));
      }
    }
    live.rollback();
    live.setAutoCommit(true);
  }

  private static org.postgresql.copy.CopyManager copyApi(Connection connection)
      throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(TABLES)) {
      while (result.next()) {
        tables.add(result.getString(1));
      }
    }
    return tables;
  }

  private boolean drill(String[] args, Path checkpoint) throws SQLException {
    out.println("  The copy, as it is:");
    if (verify(args, checkpoint).code() != AuditTool.INTACT) {
      out.println("  The copy does not verify; nothing can be shown with it.");
      return false;
    }
    long victim = alterOne();
    out.println("  The copy, after that:");
    Verdict verdict = verify(args, checkpoint);
    boolean named = verdict.said().contains("First: record " + victim + " ");
    out.println(
        named && verdict.code() == AuditTool.BROKEN
            ? "  The verifier named the record that was changed. The system's own log is untouched."
            : "  The verifier did NOT name record " + victim + ".");
    return named && verdict.code() == AuditTool.BROKEN;
  }

  private record Verdict(int code, String said) {}

  private Verdict verify(String[] args, Path checkpoint) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        AuditTool.run(
            new String[] {
              "verify",
              "--url",
              address + COPY,
              "--user",
              args[2],
              "--password-file",
              args[3],
              "--trust",
              args[4],
              "--checkpoint",
              checkpoint.toString()
            },
            new PrintStream(said, true, StandardCharsets.UTF_8));
    String text = said.toString(StandardCharsets.UTF_8);
    text.lines().forEach(line -> out.println("    " + line));
    return new Verdict(code, text);
  }

  /** A record in the middle of the log says something else from now on; its columns as well. */
  private long alterOne() throws SQLException {
    try (Connection own = connect(COPY);
        Statement statement = own.createStatement()) {
      execute(own, "set session_replication_role = replica");
      try (ResultSet result =
          statement.executeQuery(
              "select s.first, s.epoch, s.seq from audit_sealed s where s.kind = 2"
                  + " order by s.first offset"
                  + " (select count(*) / 2 from audit_sealed where kind = 2) limit 1")) {
        if (!result.next()) {
          throw new SQLException("the log has no business record to change");
        }
        long first = result.getLong(1);
        String sql =
            "update audit_record set enc = overlay(enc placing 'X'::bytea from length(enc) for 1)"
                + " where epoch = "
                + result.getLong(2)
                + " and seq = "
                + result.getLong(3);
        out.println("  The superuser changes record " + first + ":");
        out.println("    " + sql);
        execute(own, sql);
        return first;
      }
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(address + database, login);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
