package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.conformance.Requirement;
import org.opentws.error.Refusal;
import org.opentws.error.ServiceUnavailable;

/** Audit record and business change share one fate; an answer waits for its record. */
class AuditCommitTest extends InContainer {
  private static final Caller NOBODY = new Caller("anonymous", "anonymous", Set.of());
  private static final long LONG_ENOUGH_MILLIS = 1_500;

  /** Takes the number of the next segment, uncommitted: the log's own row must wait for our end. */
  private static final String NEXT_SEGMENT =
      """
      insert into audit_segment (epoch, seq, n, first_at, last_at, types, mac, data)
      select epoch, seq + 1, n, first_at, last_at, types, mac, data
      from audit_segment order by epoch desc, seq desc limit 1
      """;

  @Inject AuditLog auditLog;
  @Inject UserTransaction transaction;

  @Test
  void changeAndRecordCommitTogether() throws Exception {
    String person = fresh("person");
    transaction.begin();
    rows().addPerson(person);
    auditLog.record(event(person));
    transaction.commit();

    assertTrue(rows().hasPerson(person));
    assertEquals(1, rows().audit("person:" + person).size());
  }

  @Test
  void rollbackLeavesNeitherChangeNorRecord() throws Exception {
    String person = fresh("person");
    transaction.begin();
    rows().addPerson(person);
    auditLog.record(event(person));
    transaction.rollback();

    assertFalse(rows().hasPerson(person));
    assertEquals(0, rows().audit("person:" + person).size());
  }

  @Test
  @Requirement(value = "AA1.1e", kind = Requirement.Kind.NEGATIVE)
  void changeWhoseRecordCannotBeWrittenDoesNotHappen() throws Exception {
    String person = fresh("person");
    transaction.begin();
    rows().addPerson(person);
    // From here on PostgreSQL writes nothing more in this transaction.
    rows().write("set transaction read only");
    ServiceUnavailable unavailable =
        assertThrows(ServiceUnavailable.class, () -> auditLog.record(event(person)));
    assertEquals(ServiceUnavailable.Cause.AUDIT, unavailable.missing());
    assertEquals(Status.STATUS_MARKED_ROLLBACK, transaction.getStatus());
    assertThrows(jakarta.transaction.RollbackException.class, () -> transaction.commit());

    assertFalse(rows().hasPerson(person));
  }

  @Test
  void recordOfAChangeOutsideOfATransactionIsOurFault() {
    String person = fresh("person");
    assertThrows(IllegalStateException.class, () -> auditLog.record(event(person)));
    assertEquals(0, rows().audit("person:" + person).size());
  }

  @Test
  void recordOfARefusalStaysWhenTheTransactionIsUndone() throws Exception {
    String person = fresh("person");
    transaction.begin();
    rows().addPerson(person);
    auditLog.recordAndWait(event(person));
    transaction.rollback();

    assertFalse(rows().hasPerson(person));
    assertEquals(1, rows().audit("person:" + person).size());
  }

  @Test
  void completionComesAfterTheRecordIsDurable() throws Exception {
    String person = fresh("person");
    CountDownLatch completed = new CountDownLatch(1);
    try (Connection blocking = holdNextSegment()) {
      auditLog.recordAsync(event(person), failure -> completed.countDown());
      assertFalse(completed.await(LONG_ENOUGH_MILLIS, TimeUnit.MILLISECONDS));
      assertEquals(0, rows().audit("person:" + person).size());
      blocking.rollback();
    }
    assertTrue(completed.await(10, TimeUnit.SECONDS));
    assertEquals(1, rows().audit("person:" + person).size());
  }

  @Test
  void answerToALoginLeavesAfterItsRecordIsDurable() throws Exception {
    Future<?> answer;
    try (Connection blocking = holdNextSegment()) {
      answer =
          Acting.start(
              NOBODY,
              () ->
                  assertRefused(
                      Refusal.NOT_AUTHENTICATED,
                      () -> logins.login(Optional.empty(), "guess".toCharArray())));
      Thread.sleep(LONG_ENOUGH_MILLIS);
      assertFalse(answer.isDone());
      blocking.rollback();
    }
    Acting.result(answer);
  }

  /** A connection of its own: the pool's take part in the container's transactions. */
  private Connection holdNextSegment() throws SQLException {
    for (int attempt = 0; attempt < 20; attempt++) {
      Connection connection = database.getConnection();
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(NEXT_SEGMENT)) {
        assertEquals(1, insert.executeUpdate());
        return connection;
      } catch (SQLException e) {
        // The log was quicker and has that number: the next one.
        connection.rollback();
        connection.close();
      }
    }
    throw new AssertionError("the log writes all the time");
  }

  private static AuditEvent event(String person) {
    return new AuditEvent(
        AuditEventType.USER_CREATED, Outcome.SUCCESS, "test", "person:" + person, Map.of());
  }
}
