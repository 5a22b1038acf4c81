package org.opentws.tools.backup;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.opentws.backup.BackupArchive;
import org.opentws.backup.BackupCipher;
import org.opentws.backup.BackupFault;
import org.opentws.backup.BackupManifest;
import org.opentws.backup.store.CopyLine;
import org.opentws.backup.store.SchemaShape;
import org.opentws.backup.store.TableShape;
import org.postgresql.PGConnection;

/** Puts a backup in the place of what the database holds: all of it or nothing, by its owner. */
final class DatabaseRestore {
  /**
   * Numbers that may have been used after the backup and that nobody here knows of: so many are
   * left out (epochs of the audit log, alarms; CRLs of each CA).
   */
  private static final long LEFT_OUT = 10_000;

  /**
   * Transactions of another database server count anew. What is older than everything that will be
   * written gets the lowest number: the next sealing then looks at the whole log once.
   */
  private static final String OLDEST_TRANSACTION = "3";

  private static final Map<String, String> TRANSACTION_COLUMNS =
      Map.of(
          "audit_segment",
          "xid",
          "audit_record",
          "xid",
          "audit_sealed",
          "xid",
          "audit_checkpoint",
          "low");

  private final Connection connection;
  private final BackupArchive archive;
  private final BackupCipher cipher;

  DatabaseRestore(Connection connection, BackupArchive archive, BackupCipher cipher) {
    this.connection = connection;
    this.archive = archive;
    this.cipher = cipher;
  }

  /**
   * That nobody works with the database, and that it is of the backup's version.
   *
   * @throws BackupFault why not
   */
  static void demandFit(Connection connection, BackupManifest manifest)
      throws SQLException, BackupFault {
    long others =
        number(
            connection,
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and usename in ('tws_app', 'tws_front')");
    if (others > 0) {
      throw new BackupFault(
          "a server is connected to the database: stop every node first (./tws stop)");
    }
    if (!SchemaShape.digest(connection).equals(manifest.schema())) {
      throw new BackupFault(
          "the database's schema is of another version of OpenTWS than the backup:"
              + " restore it with the version that made it, then bring that up to date");
    }
  }

  /** Who agreed, and where what was replaced is kept. */
  record Occasion(RestoreGuard.Persons persons, String sha256, String replaced, Instant at) {}

  /** In one transaction. */
  void run(Occasion occasion) throws SQLException, IOException, BackupFault {
    connection.setAutoCommit(false);
    Map<String, Long> crls = crlNumbers();
    List<TableShape> tables = TableOrder.parentsFirst(connection);
    Map<String, BackupManifest.Table> packed =
        archive.manifest().tables().stream()
            .collect(Collectors.toMap(BackupManifest.Table::name, table -> table));
    triggers(tables, "disable");
    execute(
        "truncate "
            + tables.stream()
                .map(table -> "\"" + table.name() + "\"")
                .collect(Collectors.joining(", ")));
    prepareMonths(packed);
    for (TableShape table : tables) {
      BackupManifest.Table given = packed.get(table.name());
      if (given == null) {
        throw new BackupFault("the backup has no table " + table.name());
      }
      fill(given);
    }
    // What was deferred until the commit is judged now: a table whose rows wait for that cannot be
    // altered.
    execute("set constraints all immediate");
    triggers(tables, "enable");
    leaveNumbersOut(crls);
    endSessions(occasion);
    note(occasion);
    connection.commit();
  }

  /**
   * The rules of the tables for whoever works with them (what is archived is never changed, for
   * example): they were kept when these rows came to be. Foreign keys go on being judged.
   */
  private void triggers(List<TableShape> tables, String what) throws SQLException {
    for (TableShape table : tables) {
      execute("alter table \"" + table.name() + "\" " + what + " trigger user");
    }
  }

  private void fill(BackupManifest.Table table) throws SQLException, IOException, BackupFault {
    String columns =
        table.columns().stream()
            .map(column -> "\"" + column + "\"")
            .collect(Collectors.joining(", "));
    long rows;
    try (InputStream parts = new SequenceInputStream(new Parts(table))) {
      rows =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn("copy \"" + table.name() + "\" (" + columns + ") from stdin", parts);
    } catch (UncheckedFault e) {
      throw e.fault;
    }
    if (rows != table.rows()) {
      throw new BackupFault(
          "%s has %d rows instead of %d".formatted(table.name(), rows, table.rows()));
    }
  }

  /** One part after the other, opened when its turn has come. */
  private final class Parts implements Enumeration<InputStream> {
    private final BackupManifest.Table table;
    private final int column;
    private int next = 1;

    Parts(BackupManifest.Table table) {
      this.table = table;
      this.column =
          table.columns().indexOf(TRANSACTION_COLUMNS.getOrDefault(table.name(), "no column"));
    }

    @Override
    public boolean hasMoreElements() {
      return next <= table.parts();
    }

    @Override
    public InputStream nextElement() {
      try {
        byte[] octets = archive.part(cipher, table.name(), next++);
        return new ByteArrayInputStream(column < 0 ? octets : renumbered(octets));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (BackupFault e) {
        throw new UncheckedFault(e);
      }
    }

    private byte[] renumbered(byte[] octets) {
      StringBuilder text = new StringBuilder();
      for (String line : new String(octets, StandardCharsets.UTF_8).split("\n")) {
        text.append(CopyLine.with(line, column, OLDEST_TRANSACTION)).append('\n');
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  private static final class UncheckedFault extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient BackupFault fault;

    UncheckedFault(BackupFault fault) {
      super(fault);
      this.fault = fault;
    }
  }

  /** Months of the audit log must be there before rows of theirs lie among those of no month. */
  private void prepareMonths(Map<String, BackupManifest.Table> packed)
      throws SQLException, IOException, BackupFault {
    BackupManifest.Table writers = packed.get("audit_writer");
    if (writers == null || writers.rows() == 0) {
      return;
    }
    int column = writers.columns().indexOf("started_at");
    String first = "9";
    for (int part = 1; part <= writers.parts(); part++) {
      for (String line :
          new String(archive.part(cipher, writers.name(), part), StandardCharsets.UTF_8)
              .split("\n")) {
        String started = CopyLine.values(line).get(column).orElse(first);
        first = started.compareTo(first) < 0 ? started : first;
      }
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select audit_prepare_months((?::timestamptz)::date,"
                + " (now() + interval '3 months')::date)")) {
      statement.setString(1, first);
      statement.execute();
    }
  }

  private Map<String, Long> crlNumbers() throws SQLException {
    Map<String, Long> numbers = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select ca, max(number) from (select ca, number from crl union all"
                    + " select ca, number from crl_number_floor) used group by ca")) {
      while (rows.next()) {
        numbers.put(rows.getString(1), rows.getLong(2));
      }
    }
    return numbers;
  }

  private void leaveNumbersOut(Map<String, Long> before) throws SQLException {
    Map<String, Long> floors = crlNumbers();
    before.forEach((ca, number) -> floors.merge(ca, number, Math::max));
    try (PreparedStatement floor =
        connection.prepareStatement("insert into crl_number_floor (ca, number) values (?, ?)")) {
      for (Map.Entry<String, Long> ca : floors.entrySet()) {
        floor.setString(1, ca.getKey());
        floor.setLong(2, ca.getValue() + LEFT_OUT);
        floor.executeUpdate();
      }
    }
    for (SchemaShape.Numbering numbering : SchemaShape.numberings(connection)) {
      long reached =
          Math.max(
              archive
                  .manifest()
                  .numbers()
                  .getOrDefault(numbering.table() + "." + numbering.column(), 0L),
              number(connection, "select last_value from \"" + numbering.sequence() + "\""));
      execute("select setval('\"%s\"', %d)".formatted(numbering.sequence(), reached + LEFT_OUT));
    }
  }

  /** Nobody is logged in because somebody was when the backup was made. */
  private void endSessions(Occasion occasion) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update user_session set ended_at = ?, end_reason = 'restored'"
                + " where ended_at is null")) {
      statement.setObject(1, occasion.at().atOffset(ZoneOffset.UTC));
      statement.executeUpdate();
    }
  }

  private void note(Occasion occasion) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into backup_restoration (id, backup, sha256, restored_at, requester, approver,"
                + " replaced) values (?, ?, ?, ?, ?, ?, ?)")) {
      statement.setString(1, archive.manifest().id() + "/" + occasion.at());
      statement.setString(2, archive.manifest().id());
      statement.setString(3, occasion.sha256());
      statement.setObject(4, occasion.at().atOffset(ZoneOffset.UTC));
      statement.setString(5, occasion.persons().requester());
      statement.setString(6, occasion.persons().approver());
      statement.setString(7, occasion.replaced());
      statement.executeUpdate();
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
