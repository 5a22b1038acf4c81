package org.opentws.benchmarks.crl;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.benchmarks.frame.BenchFailure;
import org.opentws.benchmarks.frame.BenchSystem;
import org.opentws.benchmarks.frame.Database;
import org.opentws.benchmarks.frame.DeviceRate;
import org.opentws.benchmarks.frame.Officer;
import org.opentws.benchmarks.frame.Orders;
import org.opentws.benchmarks.frame.Terminal;
import org.opentws.benchmarks.frame.Worker;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusReadRepository;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The process that revokes certificates in numbers that no officer reaches: rows and sealed log as
 * the system itself writes them, so that a status node believes them. Order: "revoke number".
 */
public final class RevokedCertificates {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int SERIAL_OCTETS = 16;
  private static final int POSITIVE = 0x40;
  private static final int KEY_COMPROMISE = 1;
  private static final int SECONDS_A_YEAR = 31_536_000;
  private static final String KEY =
      "select key_id, token, label from signing_key where purpose = 'MESSAGE_SEALING'"
          + " and owner = 'revocationmanagement' and state = 'ACTIVE'";

  private final BenchSystem system;
  private final SecureRandom random = new SecureRandom();
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  private RevokedCertificates(BenchSystem system) {
    this.system = system;
  }

  public static void main(String[] arguments) throws Exception {
    RevokedCertificates certificates =
        new RevokedCertificates(BenchSystem.of(arguments, new Terminal(System.err)));
    Orders.serve(order -> certificates.revoke(Integer.parseInt(order[1])));
    System.exit(0);
  }

  /** What seals the log: a node reads it in pieces, and the end of each needs its seal. */
  private record Seal(String keyId, String label, TokenAccess token) {
    String over(ChangeChain chain) {
      byte[] signature = token.sign(label, SigningUse.DATA, "SHA256withECDSA", chain.head());
      return keyId + "\t\\\\x" + HexFormat.of().formatHex(signature);
    }
  }

  /** Revokes so many in a running system, and waits until its status service knows them. */
  public static void make(BenchSystem system, int number) throws IOException, InterruptedException {
    Officer officer = Officer.login(system, "revocation-officer-1");
    awaitRead(system, officer);
    system.terminal().progress("revoke " + number + " certificates");
    try (Worker worker =
        Worker.start(
            RevokedCertificates.class,
            "512m",
            Map.of("SOFTHSM2_CONF", system.text("tokens", "infra", "configuration")),
            List.of("run=" + system.option("run"), "work=" + system.option("work")))) {
      worker.ask("revoke " + number);
    }
    awaitRead(system, officer);
  }

  /** Until the status service knows all changes there are. */
  private static void awaitRead(BenchSystem system, Officer officer) throws InterruptedException {
    String path = "/certificates/" + system.text("issuer") + "/" + system.text("serial");
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        officer.get(path);
        return;
      } catch (BenchFailure e) {
        if (System.nanoTime() > until) {
          throw e;
        }
        Thread.sleep(LOOK_EVERY.toMillis());
      }
    }
  }

  private List<String> revoke(int number) throws SQLException, IOException {
    try (Connection connection = Database.connect(system)) {
      Seal seal = seal(connection);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set session_replication_role = replica");
      }
      connection.setAutoCommit(false);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      ChangeChain chain = chain(connection);
      for (int done = 0; done < number; ) {
        int piece = Math.min(StatusReadRepository.CHANGES_A_READ, number - done);
        chain = append(copy, chain, piece, seal);
        done += piece;
      }
      try (PreparedStatement update =
          connection.prepareStatement("update status_sequence set last = ?, link = ?")) {
        update.setLong(1, chain.sequence());
        update.setBytes(2, chain.link().octets());
        update.executeUpdate();
      }
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        statement.execute("vacuum analyze certificate_status, status_change");
      }
      return List.of(Long.toString(chain.sequence()));
    }
  }

  private ChangeChain append(CopyManager copy, ChangeChain before, int number, Seal seal)
      throws SQLException, IOException {
    StringBuilder changes = new StringBuilder();
    StringBuilder rows = new StringBuilder();
    ChangeChain chain = before;
    for (int i = 1; i <= number; i++) {
      StatusChangeRow change = revoked(chain.sequence() + 1);
      chain = chain.with(change);
      String who = change.issuer() + "\t\\\\x" + HexFormat.of().formatHex(octets(change.serial()));
      String what = "REVOKED\t" + KEY_COMPROMISE + "\t" + change.changedAt();
      changes.append(change.sequence()).append('\t').append(who).append('\t').append(what);
      changes.append("\t\\N\t").append(i == number ? seal.over(chain) : "\\N\t\\N").append('\n');
      rows.append(who).append('\t').append(what).append("\t\\N\t");
      rows.append(change.sequence()).append("\tfalse\n");
    }
    copy.copyIn(
        "copy status_change (sequence, issuer, serial, state, reason, changed_at,"
            + " invalidity_date, seal_key, seal) from stdin",
        new StringReader(changes.toString()));
    copy.copyIn(
        "copy certificate_status (issuer, serial, state, reason, changed_at, invalidity_date,"
            + " change_sequence, tsp_key) from stdin",
        new StringReader(rows.toString()));
    return chain;
  }

  private StatusChangeRow revoked(long sequence) {
    byte[] serial = new byte[SERIAL_OCTETS];
    random.nextBytes(serial);
    serial[0] = POSITIVE;
    return new StatusChangeRow(
        sequence,
        system.text("issuer"),
        new SerialNumber(new BigInteger(serial)),
        CertificateState.REVOKED,
        Optional.of(KEY_COMPROMISE),
        now.minusSeconds(random.nextInt(SECONDS_A_YEAR)),
        Optional.empty());
  }

  private static byte[] octets(SerialNumber serial) {
    return serial.value().toByteArray();
  }

  private static ChangeChain chain(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select last, link from status_sequence for update")) {
      row.next();
      return new ChangeChain(row.getLong(1), Der.of(row.getBytes(2)));
    }
  }

  private Seal seal(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet key = statement.executeQuery(KEY)) {
      if (!key.next()) {
        throw new BenchFailure("revocation management has no sealing key");
      }
      String token = key.getString(2);
      return new Seal(
          key.getString(1),
          key.getString(3),
          DeviceRate.open(
              Path.of(system.text("tokens", token, "library")),
              token,
              Path.of(system.text("tokens", token, "pinFile")),
              1));
    }
  }
}
