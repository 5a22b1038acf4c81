package org.opentws.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.tools.database.RealPostgres;

/** A real PostgreSQL with an empty log for each test, an audit function, and the audit tool. */
abstract class AuditLogCase {
  static RealPostgres postgres;
  static SoftwareSigner signer;

  Path directory;
  RunningAudit audit;

  @BeforeAll
  static void startPostgres() throws Exception {
    postgres = RealPostgres.start();
    signer = new SoftwareSigner();
  }

  @AfterAll
  static void stopPostgres() throws Exception {
    postgres.close();
  }

  @BeforeEach
  void startAudit(@TempDir Path temporary) throws Exception {
    directory = temporary;
    postgres.asSuperuser(
        "truncate audit_writer, audit_segment, audit_record, audit_sealed, audit_tile,"
            + " audit_checkpoint, audit_checkpoint_note, audit_signer, audit_personal,"
            + " audit_block, audit_hour, audit_cosignature, audit_time_stamp restart identity");
    signer.writeAuthority(directory.resolve("ca.pem"));
    audit = start();
  }

  @AfterEach
  void stopAudit() throws SQLException {
    audit.stop();
  }

  RunningAudit start() throws InterruptedException {
    return RunningAudit.start(postgres, "node-1", directory.resolve("state"), signer);
  }

  /** The audit tool on the log, with everything by which it is judged. */
  String run(int expected, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(
        List.of(
            "--url",
            postgres.url(),
            "--user",
            "tws_auditor",
            "--trust",
            directory.resolve("ca.pem").toString(),
            "--checkpoint",
            directory.resolve("state/checkpoint").toString()));
    return tool(expected, arguments.toArray(String[]::new));
  }

  /** The audit tool with these arguments and no others. */
  static String tool(int expected, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code = AuditTool.run(arguments, new PrintStream(out, true, StandardCharsets.UTF_8));
    String said = out.toString(StandardCharsets.UTF_8);
    assertEquals(expected, code, said);
    return said;
  }

  static long number(String sql) throws SQLException {
    try (Connection connection = postgres.as("postgres").getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
