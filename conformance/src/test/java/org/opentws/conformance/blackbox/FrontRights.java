package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What a stranger can do who has a front node: its files, and its role in the database. */
final class FrontRights {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** Tables whose rows say what is true: status, keys, people and their rights, certificates. */
  private static final List<String> NOT_TO_BE_CHANGED =
      List.of(
          "certificate_status",
          "status_change",
          "status_sequence",
          "status_heartbeat",
          "status_change_request",
          "crl",
          "crl_part",
          "signing_key",
          "signing_key_issuer",
          "ca_link",
          "key_backup",
          "backup",
          "backup_restoration",
          "crl_number_floor",
          "key_encryption_key",
          "data_key",
          "certificate",
          "serial_reservation",
          "repository_certificate",
          "published_certificate",
          "account",
          "person",
          "role_assignment",
          "permission_grant",
          "account_scope",
          "control_certificate",
          "authenticator",
          "user_session",
          "dual_control_operation",
          "dual_control_approval",
          "device_activation",
          "activation_station",
          "activation_share",
          "algorithm_catalogue",
          "time_stamping_unit",
          "time_stamp_client",
          "third_party",
          "installation",
          "audit_record",
          "audit_parameter",
          "audit_alarm");

  /** What is nobody's business there: passwords, applications, shares. */
  private static final List<String> NOT_TO_BE_READ =
      List.of(
          "account",
          "authenticator",
          "user_session",
          "certificate_application",
          "revocation_passphrase_attempt",
          "activation_share",
          "key_backup",
          "audit_personal",
          "time_stamp_archive");

  private final RunningSystem system;
  private final Node node;

  FrontRights(RunningSystem system) {
    this.system = system;
    this.node = new Node(system);
  }

  private Connection connect() throws SQLException {
    JsonNode postgres = system.node("postgres");
    String url =
        "jdbc:postgresql://%s:%d/%s?connectTimeout=5&socketTimeout=60"
            .formatted(
                postgres.get("host").asText(),
                postgres.get("port").asInt(),
                postgres.get("database").asText());
    return DriverManager.getConnection(url, "tws_front", secret("postgres-front"));
  }

  private String secret(String name) {
    try {
      return Files.readString(node.run().resolve("secrets").resolve(name)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** With that node's own password, as far as that goes. */
  void assertChangesNothing() {
    try (Connection database = connect();
        Statement statement = database.createStatement()) {
      // The role and its password are the right ones: what an answer needs can be read.
      assertTrue(statement.execute("select state from certificate_status limit 1"));
      for (String table : NOT_TO_BE_CHANGED) {
        refused(statement, "delete from " + table);
        refused(statement, "truncate " + table + " cascade");
        refused(statement, "insert into " + table + " default values");
        refused(statement, "update %s set %s = default".formatted(table, column(table)));
      }
      for (String table : NOT_TO_BE_READ) {
        refused(statement, "select * from " + table);
      }
      refused(statement, "set role tws_app");
      refused(statement, "set role tws_owner");
      refused(statement, "set session_replication_role = replica");
      refused(statement, "select audit_release_reserve()");
      refused(statement, "select audit_erase_personal('x')");
      refused(statement, "create table planted (id int)");
    } catch (SQLException e) {
      throw new AssertionError("the front node's own role", e);
    }
  }

  private String column(String table) {
    return node.query(
            "select attname from pg_attribute where attrelid = ?::regclass and attnum > 0"
                + " and not attisdropped order by attnum limit 1",
            table)
        .get(0);
  }

  private static void refused(Statement statement, String sql) {
    SQLException refusal = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
    assertEquals(INSUFFICIENT_PRIVILEGE, refusal.getSQLState(), sql + ": " + refusal.getMessage());
  }

  /** Secrets of the installation that a front node must not have. */
  List<String> secretsOfOthers() {
    try (Stream<Path> files = Files.list(node.run().resolve("secrets"))) {
      List<String> others =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith("postgres-") || name.startsWith("ca"))
              .filter(name -> !name.equals("postgres-front"))
              .toList();
      assertTrue(others.contains("postgres-application"), "secrets: " + others);
      return others;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks into every file of a node's configuration, its credential store opened. */
  void assertHolds(Path configuration, String name, boolean expected) {
    String value = secret(name);
    boolean held = inStore(configuration.resolve("opentws.cs"), value);
    try (Stream<Path> files = Files.walk(configuration)) {
      held |=
          files
              .filter(Files::isRegularFile)
              .map(FrontRights::text)
              .anyMatch(text -> text.contains(value));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertEquals(expected, held, name + " in " + configuration);
  }

  /** Elytron's store is a Java key store whose secret keys are the values. */
  private boolean inStore(Path store, String value) {
    char[] password = secret("credential-store").toCharArray();
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore entries = KeyStore.getInstance("JCEKS");
      entries.load(in, password);
      List<String> aliases = Collections.list(entries.aliases());
      assertFalse(aliases.isEmpty(), "nothing in " + store);
      for (String alias : aliases) {
        byte[] octets = entries.getKey(alias, password).getEncoded();
        if (new String(octets, StandardCharsets.ISO_8859_1).contains(value)) {
          return true;
        }
      }
      return false;
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError("the credential store " + store, e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every session of that node has this role and no other. */
  void assertConnectedAs(String application, String role) {
    assertEquals(
        List.of(role),
        node.query(
            "select distinct usename from pg_stat_activity where application_name = ?",
            application));
  }

  /** Neither the node nor PostgreSQL tells of a right that it lacked. */
  void assertNothingWasDenied(String server) {
    String log = text(node.run().resolve(server).resolve("log/server.log"));
    assertTrue(log.contains("WFLYSRV0025"), "it has started");
    assertEquals(
        List.of(), log.lines().filter(line -> line.contains("permission denied")).toList());
  }
}
