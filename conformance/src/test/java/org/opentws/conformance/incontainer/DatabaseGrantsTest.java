package org.opentws.conformance.incontainer;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;

/** What the application's database role may do, tried through the application's own connection. */
class DatabaseGrantsTest extends InContainer {
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** Evidence: once written, it stays as it is. */
  private static final Set<String> APPEND_ONLY =
      Set.of(
          """
          crl_number_floor audit_writer audit_segment audit_record audit_sealed audit_tile
          audit_checkpoint audit_checkpoint_note audit_signer audit_personal
          audit_block audit_hour audit_parameter audit_cosignature audit_time_stamp
          audit_configuration archive archive_part archive_entry archive_deletion
          time_stamp_archive time_stamping_unit time_stamp_client third_party
          algorithm_catalogue serial_reservation certificate repository_certificate
          published_certificate control_certificate key_encryption_key data_key
          dual_control_approval signing_key_issuer ca_link key_replica status_change
          crl crl_part crl_issuer person installation officer_document officer_signer
          setting backup
          """
              .strip()
              .split("\\s+"));

  /** What moves from state to state; these columns and no others may be written again. */
  private static final Map<String, Set<String>> CHANGING =
      Map.ofEntries(
          entry(
              "account",
              Set.of("state", "password_hash", "failures", "locked_until", "version", "seal")),
          entry(
              "audit_alarm",
              Set.of(
                  "last_at",
                  "occurrences",
                  "announced_at",
                  "acknowledged_at",
                  "acknowledged_by",
                  "note")),
          entry("audit_alarm_delivery", Set.of("next_at", "attempts", "delivered_at", "failure")),
          entry("audit_alarm_position", Set.of("next")),
          entry("crl_partitioning", Set.of("change_sequence")),
          entry("user_session", Set.of("last_seen_at", "ended_at", "end_reason")),
          entry(
              "signing_key",
              Set.of(
                  "state",
                  "certificate",
                  "usable_from",
                  "usable_until",
                  "state_changed_at",
                  "compromised_at",
                  "restored_at")),
          entry("backup_restoration", Set.of("recorded_at")),
          entry("key_backup", Set.of("wrapped", "erased_at")),
          entry("device_activation", Set.of("wanted", "generation", "changed_at", "changed_by")),
          entry("activation_station", Set.of("public_key", "signature", "locked", "seen_at")),
          entry("opened_message", Set.of("sealed_at")),
          entry("idempotent_request", Set.of("answered_at", "status", "headers", "body")),
          entry("status_sequence", Set.of("only_row", "last", "link")),
          entry("status_heartbeat", Set.of("sequence", "link", "at", "seal", "seal_key")),
          entry(
              "certificate_status",
              Set.of("state", "reason", "changed_at", "invalidity_date", "change_sequence")),
          entry(
              "status_change_request",
              Set.of(
                  "state",
                  "refusal",
                  "detail",
                  "sent_at",
                  "decided_at",
                  "effect_at",
                  "alarmed",
                  "decider",
                  "late_alarmed")),
          entry("authenticator", Set.of("counter")),
          entry("factor_challenge", Set.of("nonce", "expires_at")),
          entry("revocation_passphrase_attempt", Set.of("failures", "locked_until")),
          entry(
              "dual_control_operation",
              Set.of(
                  "state",
                  "decider",
                  "decider_person",
                  "decided_at",
                  "execution_started_at",
                  "finished_at",
                  "reason",
                  "result")),
          entry(
              "certificate_application",
              Set.of(
                  "version",
                  "state",
                  "officer_evidence",
                  "decided_at",
                  "decided_by",
                  "attempted_at",
                  "reason",
                  "issuer",
                  "serial",
                  "completed_at")),
          entry("legal_hold", Set.of("lifted_at", "lifted_by")),
          entry("time_stamp_usage", Set.of("granted")));

  /** What may go: it proves nothing, or (a role) its going is audited. */
  private static final Set<String> FORGETFUL =
      Set.of(
          "role_assignment",
          "permission_grant",
          "account_scope",
          "opened_message",
          "idempotent_request",
          "activation_station",
          "activation_share",
          "authenticator",
          "factor_challenge");

  /** All that a front node's role may do: the rest is nothing. */
  private static final Set<String> OF_A_FRONT_NODE =
      Set.of(
          "SELECT certificate_status",
          "SELECT status_change",
          "SELECT status_sequence",
          "SELECT status_heartbeat",
          "SELECT crl",
          "SELECT crl_part",
          "SELECT repository_certificate",
          "SELECT published_certificate",
          "SELECT signing_key",
          "SELECT signing_key_issuer",
          "SELECT ca_link",
          "SELECT algorithm_catalogue",
          "SELECT installation",
          "SELECT time_stamping_unit",
          "SELECT time_stamp_client",
          "INSERT time_stamp_archive",
          "SELECT time_stamp_usage",
          "INSERT time_stamp_usage",
          "UPDATE time_stamp_usage.granted",
          "SELECT audit_writer",
          "INSERT audit_writer",
          "SELECT audit_segment",
          "INSERT audit_segment",
          "SELECT audit_sealed",
          "INSERT audit_sealed",
          "SELECT audit_tile",
          "INSERT audit_tile",
          "SELECT audit_checkpoint",
          "INSERT audit_checkpoint",
          "SELECT audit_checkpoint_note",
          "INSERT audit_checkpoint_note",
          "SELECT audit_signer",
          "INSERT audit_signer",
          "SELECT audit_configuration",
          "INSERT audit_configuration",
          "INSERT audit_personal",
          "SELECT audit_record",
          "SELECT audit_parameter",
          "SELECT audit_reserve",
          "SELECT audit_alarm.id",
          "SELECT audit_alarm.kind",
          "SELECT audit_alarm.acknowledged_at",
          "SELECT audit_alarm_delivery.sink",
          "SELECT audit_alarm_delivery.delivered_at");

  private static final String FRONT_ON_TABLES =
      "SELECT p || ' ' || relname FROM pg_class, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE',"
          + " 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) p"
          + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm')"
          + " AND has_table_privilege('tws_front', oid, p)";

  private static final String FRONT_ON_COLUMNS =
      "SELECT p || ' ' || relname || '.' || attname FROM pg_class c JOIN pg_attribute ON attrelid ="
          + " c.oid, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) p"
          + " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'f', 'v', 'm')"
          + " AND attnum > 0 AND NOT attisdropped"
          + " AND has_column_privilege('tws_front', c.oid, attnum, p)"
          + " AND NOT has_table_privilege('tws_front', c.oid, p)";

  /** Functions that do what their owner may. */
  private static final String FRONT_ON_FUNCTIONS =
      "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef"
          + " AND has_function_privilege('tws_front', oid, 'EXECUTE')";

  private static final String FRONT_ELSEWHERE =
      "SELECT rolname FROM pg_roles WHERE rolname = 'tws_front' AND (rolsuper OR rolcreaterole OR"
          + " rolcreatedb OR rolreplication OR rolbypassrls"
          + " OR has_schema_privilege('tws_front', 'public', 'CREATE')"
          + " OR has_database_privilege('tws_front', current_database(), 'CREATE'))"
          + " UNION ALL SELECT rolname FROM pg_roles WHERE rolname <> 'tws_front'"
          + " AND pg_has_role('tws_front', oid, 'MEMBER')";

  /** The owner's own, of no use to the application. */
  private static final Set<String> NOT_THE_APPLICATIONS =
      Set.of("flyway_schema_history", "audit_reserve");

  @Test
  @Requirement("AA5.2")
  void theDatasourceIsTheApplicationsRoleAndReadsTheLog() throws SQLException {
    assertEquals(List.of("tws_app"), column("SELECT current_user"));
    assertTrue(Long.parseLong(column("SELECT count(*) FROM audit_record").get(0)) > 0);
  }

  @Test
  void everyTableIsNamedHere() throws SQLException {
    Set<String> named = new TreeSet<>(APPEND_ONLY);
    named.addAll(CHANGING.keySet());
    named.addAll(FORGETFUL);
    named.addAll(NOT_THE_APPLICATIONS);
    // A partition is its table: it has no grants of its own.
    assertEquals(named, new TreeSet<>(tables("NOT relispartition")));
  }

  @Test
  @Requirement(
      value = {"AA2.2", "AA5.2", "AR3.1", "AR3.1-s2"},
      kind = Requirement.Kind.NEGATIVE)
  void rowsOfAuditArchiveAndCertificatesAreNeitherChangedNorRemoved() throws SQLException {
    for (String table : APPEND_ONLY) {
      for (String column : columns(table)) {
        refused("UPDATE %s SET %s = DEFAULT".formatted(table, column));
      }
      refused("DELETE FROM " + table);
      refused("TRUNCATE " + table + " CASCADE");
    }
  }

  @Test
  void onlyTheColumnsOfAStateMachineAreWrittenAgain() throws SQLException {
    Map<String, Set<String>> found = new TreeMap<>();
    for (String table : tables()) {
      Set<String> writable = writableColumns(table);
      if (!writable.isEmpty()) {
        found.put(table, writable);
      }
    }
    Map<String, Set<String>> named = new TreeMap<>();
    CHANGING.forEach((table, columns) -> named.put(table, new TreeSet<>(columns)));
    assertEquals(named, found);
  }

  @Test
  void onlyWhatProvesNothingIsRemoved() throws SQLException {
    Set<String> found = new TreeSet<>();
    for (String table : tables()) {
      if (allowed("DELETE FROM " + table + " WHERE false")) {
        found.add(table);
      }
      refused("TRUNCATE " + table + " CASCADE");
    }
    assertEquals(new TreeSet<>(FORGETFUL), found);
  }

  @Test
  @Requirement(value = "AA5.2", kind = Requirement.Kind.NEGATIVE)
  void theSchemaIsNotTheApplicationsToChange() throws SQLException {
    refused("CREATE TABLE public.planted (id int)");
    refused("CREATE FUNCTION public.planted() RETURNS int LANGUAGE sql AS 'SELECT 1'");
    refused("CREATE SCHEMA planted");
    refused("CREATE ROLE planted");
    refused("ALTER ROLE tws_app SUPERUSER");
    refused("SET ROLE tws_owner");
    refused("SET session_replication_role = replica");
    refused("COPY (SELECT 1) TO '/tmp/planted'");
    refused("COPY (SELECT 1) TO PROGRAM 'true'");
    refused("SELECT pg_read_file('/etc/passwd')");
    for (String table : tables()) {
      refused("ALTER TABLE " + table + " ADD COLUMN planted int");
      refused("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
      refused("DROP TABLE " + table + " CASCADE");
      refused("CREATE INDEX planted ON " + table + " ((1))");
      refused("CREATE RULE planted AS ON INSERT TO " + table + " DO INSTEAD NOTHING");
    }
    refused("DROP FUNCTION certificate_status_goes_one_way() CASCADE");
    refused("DROP FUNCTION dual_control_operation_goes_one_way() CASCADE");
  }

  @Test
  @Requirement(value = "AA5.2", kind = Requirement.Kind.NEGATIVE)
  void frontNodesMayDoWhatIsNamedHereAndNothingElse() throws SQLException {
    Set<String> found = new TreeSet<>(column(FRONT_ON_TABLES));
    found.addAll(column(FRONT_ON_COLUMNS));
    assertEquals(new TreeSet<>(OF_A_FRONT_NODE), found);
    assertEquals(List.of(), column(FRONT_ON_FUNCTIONS));
    assertEquals(List.of(), column(FRONT_ELSEWHERE));
  }

  private Set<String> writableColumns(String table) throws SQLException {
    Set<String> writable = new TreeSet<>();
    for (String column : columns(table)) {
      if (allowed("UPDATE %s SET %s = DEFAULT WHERE false".formatted(table, column))) {
        writable.add(column);
      }
    }
    return writable;
  }

  /** Whether PostgreSQL lets the role do it; the statement must have no effect. */
  private boolean allowed(String sql) throws SQLException {
    try {
      execute(sql);
      return true;
    } catch (SQLException e) {
      assertEquals(INSUFFICIENT_PRIVILEGE, e.getSQLState(), () -> sql + ": " + e.getMessage());
      return false;
    }
  }

  private void refused(String sql) {
    SQLException refusal = assertThrows(SQLException.class, () -> execute(sql), sql);
    assertEquals(
        INSUFFICIENT_PRIVILEGE, refusal.getSQLState(), () -> sql + ": " + refusal.getMessage());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private List<String> tables() throws SQLException {
    return tables("true");
  }

  private List<String> tables(String condition) throws SQLException {
    return column(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            + " AND relkind IN ('r', 'p', 'f', 'v', 'm') AND "
            + condition);
  }

  private List<String> columns(String table) throws SQLException {
    return column(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'public.%s'::regclass".formatted(table)
            + " AND attnum > 0 AND NOT attisdropped");
  }

  private List<String> column(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
