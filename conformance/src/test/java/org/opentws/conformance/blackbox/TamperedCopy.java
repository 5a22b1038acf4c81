package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.opentws.conformance.Evidence;
import org.postgresql.PGConnection;

/**
 * A copy of the running system's audit tables in a database of its own, made and altered by the
 * PostgreSQL superuser: the system itself keeps no trace of what is done to it.
 */
final class TamperedCopy implements AutoCloseable {
  static final List<String> TABLES =
      List.of(
          "audit_writer",
          "audit_segment",
          "audit_record",
          "audit_sealed",
          "audit_tile",
          "audit_checkpoint",
          "audit_checkpoint_note",
          "audit_signer",
          "audit_personal",
          "audit_block",
          "audit_hour",
          "audit_parameter",
          "audit_cosignature",
          "audit_time_stamp");

  private static final List<String> MIGRATIONS =
      List.of(
          "V1_2__audit",
          "V2_5_1__audit_partitions",
          "V2_5_2__audit_personal",
          "V2_5_3__audit_search",
          "V2_5_4__audit_alarms",
          "V2_5_7__audit_witnesses",
          "V2_5_9__audit_time_stamps");

  private static final String NAME = "audit_tamper_copy";

  private final RunningSystem system;
  private final Path folder;

  private TamperedCopy(RunningSystem system, Path folder) {
    this.system = system;
    this.folder = folder;
  }

  /** Copies the log as it stands now; the checkpoint kept outside is taken before. */
  static TamperedCopy of(RunningSystem system, Path folder) throws SQLException, IOException {
    TamperedCopy copy = new TamperedCopy(system, folder);
    Files.copy(system.folder().resolve("../audit/checkpoint"), folder.resolve("checkpoint"));
    try (Connection live = connect(system, system.node("postgres").get("database").asText())) {
      execute(live, "drop database if exists " + NAME);
      execute(live, "create database " + NAME);
      live.setAutoCommit(false);
      live.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try (Connection own = copy.connection()) {
        execute(own, schema());
        for (String table : TABLES) {
          fill(live, own, table);
        }
      }
      live.rollback();
    }
    return copy;
  }

  private static String schema() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String migration : MIGRATIONS) {
      try (InputStream in =
          TamperedCopy.class.getResourceAsStream("/db/migration/" + migration + ".sql")) {
        if (in == null) {
          throw new IOException("a migration of the audit tables is not on the class path");
        }
        all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
      }
    }
    return all.toString();
  }

  private static void fill(Connection live, Connection own, String table)
      throws SQLException, IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    live.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("copy (select * from " + table + ") to stdout (format binary)", rows);
    own.unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(
            "copy " + table + " from stdin (format binary)",
            new ByteArrayInputStream(rows.toByteArray()));
  }

  private Connection connection() throws SQLException, IOException {
    Connection own = connect(system, NAME);
    // A superuser is stopped by no foreign key and no trigger.
    execute(own, "set session_replication_role = replica");
    return own;
  }

  /** As superuser, to one database of the running system's server. */
  static Connection connect(RunningSystem system, String database)
      throws SQLException, IOException {
    JsonNode postgres = system.node("postgres");
    Properties login = new Properties();
    login.setProperty("user", postgres.get("superuser").asText());
    login.setProperty(
        "password",
        Files.readString(system.path(postgres.get("passwordFile")), StandardCharsets.UTF_8)
            .strip());
    return DriverManager.getConnection(url(postgres, database), login);
  }

  private static String url(JsonNode postgres, String database) {
    return "jdbc:postgresql://"
        + postgres.get("host").asText()
        + ":"
        + postgres.get("port").asInt()
        + "/"
        + database;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Alters the copy. */
  void tamper(String... statements) throws SQLException, IOException {
    try (Connection own = connection()) {
      own.setAutoCommit(false);
      for (String sql : statements) {
        Evidence.note("superuser: " + sql);
        execute(own, sql);
      }
      own.commit();
    }
  }

  /** A number out of the copy. */
  long number(String sql) throws SQLException, IOException {
    try (Connection own = connection();
        Statement statement = own.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }

  /** What a verification says, and how it ends. */
  record Verdict(int code, String said) {}

  /** The shipped verifier, as a program of its own. */
  Verdict verify() throws IOException, InterruptedException {
    JsonNode postgres = system.node("postgres");
    Path output = folder.resolve("verify.out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.opentws.tools.audit.AuditTool",
                "verify",
                "--url",
                url(postgres, NAME),
                "--user",
                postgres.get("superuser").asText(),
                "--password-file",
                system.path(postgres.get("passwordFile")).toString(),
                "--trust",
                system.path("tls-ca.pem").toString(),
                "--checkpoint",
                folder.resolve("checkpoint").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("the verifier did not end");
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    Evidence.note("verify: exit " + process.exitValue() + ": " + said.lines().findFirst());
    return new Verdict(process.exitValue(), said);
  }

  @Override
  public void close() throws SQLException, IOException {
    try (Connection live = connect(system, system.node("postgres").get("database").asText())) {
      execute(live, "drop database if exists " + NAME);
    }
  }
}
