package org.opentws.benchmarks.audit;

import com.zaxxer.hikari.HikariDataSource;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;
import org.opentws.benchmarks.frame.Durations;
import org.opentws.benchmarks.frame.Orders;
import org.opentws.benchmarks.frame.Terminal;

/**
 * The process that writes one audit record by one insert and one commit, over as many connections
 * as there are callers: what PostgreSQL can do for those who do not gather. Orders are "rows
 * connections milliseconds".
 */
public final class RowWriter {
  static final int CONNECTIONS_MAX = 256;
  private static final int ENCODED_OCTETS = 376;
  private static final String INSERT =
      "insert into bench_audit_row (epoch, seq, at, type, outcome, actor, object, enc, mac)"
          + " values (1, ?, ?, 120, 1, 'ocsp', ?, ?, ?)";

  private final HikariDataSource database;
  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS_MAX);
  private final AtomicLong last = new AtomicLong();

  private RowWriter(HikariDataSource database) {
    this.database = database;
  }

  public static void main(String[] arguments) throws Exception {
    BenchSystem system = BenchSystem.of(arguments, new Terminal(System.err));
    RowWriter writer = new RowWriter(Database.pool(system, CONNECTIONS_MAX));
    writer.createTable();
    Orders.serve(writer::measure);
    System.exit(0);
  }

  /** With the columns and indexes of the log's own table of business records. */
  private void createTable() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists bench_audit_row");
      statement.execute("create table bench_audit_row (like audit_record including all)");
    }
  }

  private List<String> measure(String[] order) throws Exception {
    int clients = Integer.parseInt(order[1]);
    long nanos = Long.parseLong(order[2]) * 1_000_000;
    List<Connection> connections = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      connections.add(database.getConnection());
    }
    long begin = System.nanoTime();
    List<Future<Durations>> running = new ArrayList<>();
    for (Connection connection : connections) {
      running.add(threads.submit(() -> insert(connection, begin + nanos)));
    }
    List<Durations> took = new ArrayList<>();
    for (Future<Durations> client : running) {
      took.add(client.get());
    }
    long micros = (System.nanoTime() - begin) / 1000;
    for (Connection connection : connections) {
      connection.close();
    }
    return Orders.answer(Durations.together(took), micros, 0);
  }

  private Durations insert(Connection connection, long end) throws SQLException {
    byte[] encoded = new byte[ENCODED_OCTETS];
    new SecureRandom().nextBytes(encoded);
    byte[] mac = Arrays.copyOf(encoded, 32);
    Durations took = new Durations();
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      long now = System.nanoTime();
      while (now < end) {
        long sequence = last.incrementAndGet();
        statement.setLong(1, sequence);
        statement.setObject(2, OffsetDateTime.now(ZoneOffset.UTC));
        statement.setString(3, "certificate:issuing/" + Long.toHexString(sequence));
        statement.setBytes(4, encoded);
        statement.setBytes(5, mac);
        statement.executeUpdate();
        long after = System.nanoTime();
        took.add(after - now);
        now = after;
      }
    }
    return took;
  }
}
