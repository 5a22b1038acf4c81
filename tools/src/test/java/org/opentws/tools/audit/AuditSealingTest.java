package org.opentws.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEventType;

/** How records come to their place when there are many, and when other nodes seal as well. */
class AuditSealingTest extends AuditLogCase {
  /** As sealing nodes lock one another out. */
  private static final String LOCK = "select pg_advisory_xact_lock(x'4f5457534c4f4731'::bigint)";

  private static final int OUTSTANDING_MAX = 5_000;

  /** More than the 100 000 that one sealing takes. */
  private static final int BACKLOG = 120_000;

  private RunningAudit second() throws InterruptedException {
    return RunningAudit.start(postgres, "node-2", directory.resolve("state-2"), signer);
  }

  private static void write(RunningAudit to, int records) {
    Semaphore outstanding = new Semaphore(OUTSTANDING_MAX);
    for (int i = 0; i < records; i++) {
      outstanding.acquireUninterruptibly();
      to.node()
          .recordAsync(
              RunningAudit.event(AuditEventType.OCSP_ANSWERED, "ocsp", "certificate:" + i),
              failure -> outstanding.release());
    }
    outstanding.acquireUninterruptibly(OUTSTANDING_MAX);
  }

  /** Nobody can seal until it is closed. */
  private static Connection anotherSealing() throws SQLException {
    Connection connection = postgres.as("postgres").getConnection();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(LOCK);
    }
    return connection;
  }

  @Test
  void backlogOfSeveralSealingsIsSealedWhole() throws Exception {
    try (Connection sealing = anotherSealing()) {
      write(audit, BACKLOG);
      assertTrue(audit.node().waiting() >= BACKLOG);
      sealing.rollback();
    }
    audit.awaitSigned(BACKLOG);
    assertEquals(0, number("select max(n) from audit_tile where level = 1"));
    assertEquals(List.of(), audit.alarms());
    assertTrue(run(0, "verify").startsWith("OK"));
  }

  @Test
  void backlogsOfTwoNodesAreSealedWhole() throws Exception {
    RunningAudit second = second();
    try (Connection sealing = anotherSealing()) {
      write(second, BACKLOG);
      write(audit, BACKLOG);
      sealing.rollback();
    }
    audit.awaitSigned(2L * BACKLOG);
    second.stop();
    assertEquals(List.of(), audit.alarms());
    assertEquals(List.of(), second.alarms());
    assertTrue(run(0, "verify").startsWith("OK"));
  }

  @Test
  void twoNodesThatWriteAndSealAtOnceMakeOneLog() throws Exception {
    RunningAudit second = second();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<?> here = threads.submit(() -> write(audit, BACKLOG / 5));
      Future<?> there = threads.submit(() -> write(second, BACKLOG / 5));
      here.get();
      there.get();
    } finally {
      threads.shutdown();
    }
    audit.awaitSigned(2L * BACKLOG / 5);
    second.stop();
    assertEquals(List.of(), audit.alarms());
    assertEquals(List.of(), second.alarms());
    assertTrue(run(0, "verify").startsWith("OK"));
  }

  @Test
  void nodeThatStartsWhileAnotherSealsWaitsForIt() throws Exception {
    audit.record("somebody");
    CompletableFuture<RunningAudit> starting;
    try (Connection sealing = anotherSealing()) {
      starting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return second();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThrows(TimeoutException.class, () -> starting.get(1, TimeUnit.SECONDS));
      assertEquals(1, number("select count(*) from audit_writer"));
      sealing.rollback();
    }
    RunningAudit second = starting.get(30, TimeUnit.SECONDS);
    second.record("somebody else");
    second.awaitSigned();
    second.stop();
    assertEquals(List.of(), second.alarms());
    audit.awaitSigned();
    assertTrue(run(0, "verify").startsWith("OK"));
  }
}
