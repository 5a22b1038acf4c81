package org.opentws.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.SearchKey;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditPersonalRepository;
import org.opentws.audit.store.AuditSearchRepository;

/** Personal values beside the log: proved like the log, and erased without breaking it. */
class AuditPersonalTest extends AuditLogCase {
  private static final String ADDRESS = "192.0.2.77";

  private static AuditEvent login(String account) {
    return new AuditEvent(
        AuditEventType.LOGIN,
        Outcome.REFUSED,
        account,
        "account:" + account,
        Map.of("source", ADDRESS, "reason", "wrong password"));
  }

  private void write() throws Exception {
    audit.node().recordAndWait(login("kerli"));
    audit.business(login("kerli"), 0, true);
    audit.business(login("kerli"), 0, false);
    audit.node().recordAndWait(login("mart"));
    audit.awaitSigned();
  }

  private long values(String where) throws SQLException {
    return number("select count(*) from audit_personal where " + where);
  }

  @Test
  void valueStandsBesideTheLogAndNowhereInIt() throws Exception {
    write();
    assertEquals(2, values("object = 'account:kerli' and value = '" + ADDRESS + "'"));
    assertEquals(0, countIn("audit_segment", "data") + countIn("audit_record", "enc"));
    run(AuditTool.INTACT, "verify");
  }

  private static long countIn(String table, String column) throws SQLException {
    try (Connection connection = postgres.as("postgres").getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select count(*) from " + table + " where position(? in " + column + ") > 0")) {
      statement.setBytes(1, ADDRESS.getBytes(StandardCharsets.UTF_8));
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getLong(1);
      }
    }
  }

  @Test
  void recordsAreFoundByAWordOfTheValueBesideThem() throws Exception {
    write();
    AuditSearchRepository search = new AuditDatabase(postgres.as("tws_app")).search();
    String word = SearchKey.words(ADDRESS).get(0);
    assertEquals(3, search.withPersonalWord(word, 10).size());
    assertEquals(2, search.withPersonalWord(word, 2).size());
    assertEquals(List.of(), search.withPersonalWord("nowhere", 10));
  }

  @Test
  void alteredValueIsFound() throws Exception {
    write();
    postgres.asSuperuser(
        "update audit_personal set value = '192.0.2.78' where kind = 2 and field = 'source'");
    assertTrue(run(AuditTool.BROKEN, "verify").contains("source beside the log was altered"));
  }

  @Test
  void valueMovedToAnotherRecordIsFound() throws Exception {
    write();
    postgres.asSuperuser("update audit_personal set field = 'attemptedName' where kind = 2");
    assertTrue(run(AuditTool.BROKEN, "verify").contains("that it does not know of"));
  }

  @Test
  void valueThatIsGoneWithoutARecordOfItsErasureIsFound() throws Exception {
    write();
    postgres.asSuperuser("delete from audit_personal where object = 'account:mart'");
    assertTrue(run(AuditTool.BROKEN, "verify").contains("no record says that it was erased"));
  }

  @Test
  void lawfulErasureLeavesTheLogVerifiable() throws Exception {
    write();
    assertEquals(2, new AuditPersonalRepository(postgres.as("tws_app")).erase("account:kerli"));
    audit.business(
        new AuditEvent(
            AuditEventType.AUDIT_PERSONAL_ERASED,
            Outcome.SUCCESS,
            "officer",
            "audit-log",
            Map.of("object", "account:kerli", "erased", "2")),
        0,
        true);
    audit.awaitSigned();
    String said = run(AuditTool.INTACT, "verify");
    assertTrue(said.contains("2 personal values have been erased"), said);
    assertEquals(1, values("value = '" + ADDRESS + "'"), "only those about the one object");

    // What came after the erasure is not covered by it.
    audit.node().recordAndWait(login("kerli"));
    audit.awaitSigned();
    postgres.asSuperuser("delete from audit_personal where object = 'account:kerli'");
    assertFalse(run(AuditTool.BROKEN, "verify").isEmpty());
  }
}
