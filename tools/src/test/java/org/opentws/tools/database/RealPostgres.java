package org.opentws.tools.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A real PostgreSQL of its own for one test class, with the schema and the roles of the product. It
 * refuses to run as root, so a test run as root gives it to the user nobody.
 */
public final class RealPostgres implements AutoCloseable {
  private static final int NOBODY = 65534;

  private final Path home;
  private final int port;
  private final boolean durable;

  private RealPostgres(Path home, int port, boolean durable) {
    this.home = home;
    this.port = port;
    this.durable = durable;
  }

  /** Starts it and migrates the schema as its owner; a power failure would lose what it has. */
  public static RealPostgres start() throws IOException, InterruptedException, SQLException {
    return start(false);
  }

  /**
   * The same.
   *
   * @param durable whether it waits for the disk, as in earnest
   */
  public static RealPostgres start(boolean durable)
      throws IOException, InterruptedException, SQLException {
    Path home = Files.createTempDirectory("opentws-postgres-");
    if (isRoot()) {
      run(List.of("chown", NOBODY + ":" + NOBODY, home.toString()));
    }
    unpack(home);
    RealPostgres postgres = new RealPostgres(home, freePort(), durable);
    postgres.server("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N");
    postgres.startServer();
    postgres.createRoles();
    postgres.migrate();
    return postgres;
  }

  private static void unpack(Path home) throws IOException, InterruptedException {
    Path archive = home.resolve("postgres.txz");
    try (InputStream in = RealPostgres.class.getResourceAsStream("/postgres-linux-x86_64.txz")) {
      if (in == null) {
        throw new IOException("the PostgreSQL binaries are not on the class path");
      }
      Files.copy(in, archive, StandardCopyOption.REPLACE_EXISTING);
    }
    run(List.of("tar", "-xJf", archive.toString(), "-C", home.toString(), "--no-same-owner"));
    Files.delete(archive);
  }

  /** Starts the server, for the first time or after {@link #kill}. */
  public void startServer() throws IOException, InterruptedException {
    server(
        "pg_ctl",
        "-w",
        "-t",
        "30",
        "-l",
        home.resolve("log").toString(),
        "-o",
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port="
            + port
            + " -c fsync="
            + (durable ? "on" : "off")
            + " -c max_connections=60",
        "start");
  }

  /** Process number of the running server. */
  public int pid() throws IOException {
    return Integer.parseInt(Files.readAllLines(home.resolve("data/postmaster.pid")).get(0));
  }

  /** Ends the server as a crash would. */
  public void kill() throws IOException, InterruptedException {
    server("pg_ctl", "-m", "immediate", "-w", "stop");
  }

  private void server(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
    }
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of("-D", home.resolve("data").toString()));
    command.addAll(List.of(arguments));
    run(command);
  }

  private void createRoles() throws SQLException {
    execute("postgres", "create role tws_owner login createrole");
    execute("postgres", "create role tws_app login");
    execute("postgres", "create role tws_front login");
    execute("postgres", "create role tws_auditor login");
    execute("postgres", "create database opentws owner tws_owner");
  }

  private void migrate() {
    Flyway.configure()
        .dataSource(as("tws_owner"))
        .locations("classpath:db/migration")
        .load()
        .migrate();
  }

  private void execute(String database, String sql) throws SQLException {
    PGSimpleDataSource source = source("postgres");
    source.setDatabaseName(database);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** What a tamperer with all rights can do: foreign keys and triggers do not stop it. */
  public void asSuperuser(String sql) throws SQLException {
    PGSimpleDataSource source = source("postgres");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set session_replication_role = replica");
      statement.execute(sql);
    }
  }

  /** The product's database as one of its roles. */
  public DataSource as(String user) {
    return source(user);
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/opentws";
  }

  private PGSimpleDataSource source(String user) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url());
    source.setUser(user);
    return source;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    kill();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("opentws-postgres-", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(new java.io.File("/tmp"))
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    String said = Files.readString(output);
    Files.delete(output);
    if (!ended || process.exitValue() != 0) {
      throw new IOException(command + " failed: " + said);
    }
  }
}
