package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Node b's key for the database, where that is another machine ({@link DatabaseTls} stands for it).
 */
final class DatabaseClientKey {
  private static final String NODE = "opentws-b";
  private static final int NEW_KEY_SECONDS = 30;

  /** SQLSTATE class of invalid authorization. */
  private static final String NOT_AUTHORISED = "28";

  private final RunningSystem system;
  private final Node node;
  private final Journey journey;
  private final String role;
  private final String secret;
  private final Path scratch;
  private final DatabaseTls database;
  private final List<String> keys = new ArrayList<>();

  /**
   * @param role of the node
   * @param secret the file with the role's password
   * @param scratch for files of no matter
   */
  DatabaseClientKey(RunningSystem system, String role, String secret, Path scratch) {
    this.system = system;
    this.node = new Node(system);
    this.journey = new Journey(system);
    this.role = role;
    this.secret = secret;
    this.scratch = scratch;
    this.database = new DatabaseTls(system);
  }

  /**
   * Makes the key, and has the database demand it from then on of whoever comes from elsewhere.
   *
   * @return the address of the database for a node elsewhere
   */
  String demanded() {
    renew();
    database.open(scratch, role);
    return database.url(
        Map.of("ApplicationName", NODE, "sslfactory", "org.opentws.hsm.tls.DatabaseSocketFactory"));
  }

  /** Two officers make it, as any key of the infrastructure. */
  private BigInteger renew() {
    JsonNode made =
        journey.operation(
            "GENERATE_KEY",
            Map.of(
                "purpose", "DATABASE_CLIENT",
                "owner", role,
                "token", "infra",
                "algorithm", "EC:secp256r1"));
    keys.add(made.get("keyId").asText());
    return new BigInteger(made.get("serial").asText(), 16);
  }

  /** Everything as it was; the node has been stopped. */
  void putAway() {
    database.close();
    journey.operation("DEACTIVATE_KEY", Map.of("keyId", keys.get(keys.size() - 1)));
    keys.forEach(key -> journey.operation("DESTROY_KEY", Map.of("keyId", key)));
  }

  /** The node's every session is one of the role, with the certificate that the register has. */
  void assertShown() {
    assertEquals(List.of(session(serialInUse())), sessions());
  }

  private BigInteger serialInUse() {
    String register =
        "select encode(certificate, 'base64') from signing_key"
            + " where purpose = 'DATABASE_CLIENT' and owner = ? and state = 'ACTIVE'";
    List<String> certificates = node.query(register, role);
    assertEquals(1, certificates.size(), "keys in use");
    byte[] der = Base64.getMimeDecoder().decode(certificates.get(0));
    return RunningSystem.certificate(der).getSerialNumber();
  }

  /** What PostgreSQL says of who came to it as that node. */
  private List<String> sessions() {
    return node.query(
        "select distinct concat_ws(' ', usename, ssl, substring(client_dn from '/CN=.*'),"
            + " client_serial) from pg_stat_activity join pg_stat_ssl using (pid)"
            + " where application_name = ?",
        NODE);
  }

  private String session(BigInteger certificate) {
    return "%s t /CN=%s %s".formatted(role, role, certificate);
  }

  /** A new key is shown at the next connection, by the same process. */
  void assertRenewedWithoutRestart() {
    long process = process();
    String before = serialInUse().toString();
    BigInteger next = renew();
    Within.seconds(NEW_KEY_SECONDS)
        .until(
            "the new key alone",
            () -> {
              node.query(
                  "select pg_terminate_backend(pid) from pg_stat_ssl join pg_stat_activity"
                      + " using (pid) where client_serial = ?::numeric and application_name = ?",
                  before,
                  NODE);
              return sessions().equals(List.of(session(next)));
            });
    assertShown();
    assertEquals(process, process());
  }

  private long process() {
    return Long.parseLong(read(node.run().resolve("pid/wildfly-b")).strip());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The role's password alone is worth nothing there, and neither is a key for something else. */
  void assertDemanded() {
    refused(Map.of(), "requires a valid client certificate");
    refused(Map.of("sslmode", "disable"), "no pg_hba.conf entry");
    long before = mismatches();
    // PostgreSQL tells the caller of the password alone; the password is the right one.
    refused(ofAnOfficer(), "authentication failed");
    assertEquals(before + 1, mismatches());
  }

  private long mismatches() {
    String mismatch = "clientcert=verify-full) failed for user \"" + role + "\": CN mismatch";
    return read(node.run().resolve("log/postgresql.log"))
        .lines()
        .filter(line -> line.contains(mismatch))
        .count();
  }

  /** A control key has a certificate of the same CA, for clients too, and another name. */
  private Map<String, String> ofAnOfficer() {
    String officer = system.path("officers/security-officer-1").toAbsolutePath().toString();
    Path made = scratch.resolve("officer.p12");
    List<String> words =
        Stream.of(
                Stream.of("pkcs12", "-export", "-name", "user", "-passout", "pass:of-no-matter"),
                Stream.of("-in", officer + ".pem", "-inkey", officer + "-key.pem"),
                Stream.of("-out", made.toString()))
            .flatMap(each -> each)
            .toList();
    Openssl.run(scratch, words.toArray(String[]::new)).expectOk();
    return Map.of("sslkey", made.toString(), "sslpassword", "of-no-matter");
  }

  private void refused(Map<String, String> properties, String words) {
    SQLException refusal =
        assertThrows(
            SQLException.class,
            () -> {
              try (Connection open = database.connect(role, secret, properties)) {
                assertTrue(open.isValid(1));
              }
            });
    String said = refusal.getSQLState() + " " + refusal.getMessage();
    assertTrue(said.startsWith(NOT_AUTHORISED) && said.contains(words), said);
  }
}
