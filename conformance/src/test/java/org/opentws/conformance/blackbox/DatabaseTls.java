package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The system's PostgreSQL as an administrator sets it up for nodes on other machines (docs/
 * administration.md): whoever comes from {@value #FROM} needs TLS, and as a node's role a
 * certificate of the management CA besides the password. Connections from elsewhere stay as they
 * are.
 */
final class DatabaseTls implements AutoCloseable {
  /** Stands for another machine. */
  static final String FROM = "127.0.0.2";

  private static final String CERTIFICATE = "check-server.pem";
  private static final String KEY = "check-server.key";
  private static final String ISSUER = "check-management-ca.pem";
  private static final int RELOAD_SECONDS = 20;

  private final RunningSystem system;
  private final Node node;
  private final JsonNode postgres;
  private final Path data;
  private final byte[] rules;

  DatabaseTls(RunningSystem system) {
    this.system = system;
    this.node = new Node(system);
    this.postgres = system.node("postgres");
    this.data = node.run().resolve("postgres/data");
    try {
      this.rules = Files.readAllBytes(rulesFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Switches it on, without a restart of PostgreSQL.
   *
   * @param scratch for files on their way
   */
  void open(Path scratch, String role) {
    Openssl.run(
            scratch,
            ("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=database"
                    + " -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out certificate.pem")
                .split(" "))
        .expectOk();
    try {
      own(CERTIFICATE, Files.readAllBytes(scratch.resolve("certificate.pem")));
      own(KEY, Files.readAllBytes(scratch.resolve("key.pem")));
      own(ISSUER, Files.readAllBytes(node.run().resolve("ceremony/management-ca.pem")));
      String database = postgres.get("database").asText();
      String first =
          """
          hostssl %1$s %2$s %3$s/32 scram-sha-256 clientcert=verify-full
          hostssl %1$s tws_owner %3$s/32 scram-sha-256
          """
              .formatted(database, role, FROM);
      Files.writeString(
          rulesFile(), first + new String(rules, StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set("ssl_cert_file", CERTIFICATE);
    set("ssl_key_file", KEY);
    set("ssl_ca_file", ISSUER);
    set("ssl", "on");
    reload("on");
  }

  private Path rulesFile() {
    return data.resolve("pg_hba.conf");
  }

  private void own(String name, byte[] content) throws IOException {
    Path file = Files.write(data.resolve(name), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.setOwner(file, Files.getOwner(data));
  }

  private void set(String parameter, String value) {
    try (Superuser superuser = new Superuser(system)) {
      superuser.run("alter system set %s = '%s'".formatted(parameter, value));
    }
  }

  /** PostgreSQL reads its files again, in its own time. */
  private void reload(String ssl) {
    try (Superuser superuser = new Superuser(system)) {
      superuser.run("select pg_reload_conf()");
    }
    Within.seconds(RELOAD_SECONDS)
        .until("ssl = " + ssl, () -> node.query("show ssl").equals(List.of(ssl)));
  }

  /** Everything as it was. */
  @Override
  public void close() {
    try {
      Files.write(rulesFile(), rules);
      for (String parameter : List.of("ssl", "ssl_cert_file", "ssl_key_file", "ssl_ca_file")) {
        try (Superuser superuser = new Superuser(system)) {
          superuser.run("alter system reset " + parameter);
        }
      }
      reload("off");
      for (String name : List.of(CERTIFICATE, KEY, ISSUER)) {
        Files.deleteIfExists(data.resolve(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What an operator writes into TWS_DB_URL, with these properties besides. */
  String url(Map<String, String> more) {
    Map<String, String> properties = new TreeMap<>(more);
    properties.put("connectTimeout", "3");
    properties.put("socketTimeout", "60");
    properties.put("localSocketAddress", FROM);
    properties.putIfAbsent("sslmode", "verify-full");
    properties.put("sslrootcert", data.resolve(CERTIFICATE).toString());
    return "jdbc:postgresql://%s:%d/%s?"
            .formatted(
                postgres.get("host").asText(),
                postgres.get("port").asInt(),
                postgres.get("database").asText())
        + properties.entrySet().stream()
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
  }

  /** As somebody who has stolen the role's password. */
  Connection connect(String role, String secret, Map<String, String> more) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", role);
    try {
      login.setProperty(
          "password", Files.readString(node.run().resolve("secrets").resolve(secret)).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DriverManager.getConnection(url(more), login);
  }
}
