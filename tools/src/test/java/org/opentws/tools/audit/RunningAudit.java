package org.opentws.tools.audit;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditNode;
import org.opentws.audit.AuditSettings;
import org.opentws.audit.CheckpointSigner;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditRecordRepository;
import org.opentws.random.Randomness;
import org.opentws.tools.database.RealPostgres;

/** An audit function in this JVM, and business transactions as JTA would run them. */
final class RunningAudit {
  private final AuditNode node;
  private final DataSource database;
  private final List<String> alarms;
  private final Queue<Connection> idle = new ConcurrentLinkedQueue<>();

  private RunningAudit(AuditNode node, DataSource database, List<String> alarms) {
    this.node = node;
    this.database = database;
    this.alarms = alarms;
  }

  static RunningAudit start(RealPostgres postgres, String name, Path state, CheckpointSigner signer)
      throws InterruptedException {
    return start(postgres, name, state, signer, new MachineTime());
  }

  static RunningAudit start(
      RealPostgres postgres, String name, Path state, CheckpointSigner signer, MachineTime time)
      throws InterruptedException {
    DataSource database = postgres.as("tws_app");
    List<String> alarms = Collections.synchronizedList(new ArrayList<>());
    byte[] key = new byte[EpochKey.OCTETS];
    new SecureRandom().nextBytes(key);
    AuditNode node =
        AuditNode.start(
            new AuditNode.Parts(
                new AuditSettings("test/audit", name, state, true),
                new AuditDatabase(database),
                time,
                new Randomness(),
                signer,
                daemon -> {
                  Thread thread = Executors.defaultThreadFactory().newThread(daemon);
                  thread.setDaemon(true);
                  return thread;
                },
                (kind, detail) -> alarms.add(kind + ": " + detail)),
            new EpochKey(key));
    return new RunningAudit(node, database, alarms);
  }

  AuditNode node() {
    return node;
  }

  List<String> alarms() {
    return List.copyOf(alarms);
  }

  static AuditEvent event(AuditEventType type, String actor, String object) {
    return new AuditEvent(type, Outcome.SUCCESS, actor, object, Map.of("reason", "test"));
  }

  void record(String actor) {
    node.recordAndWait(event(AuditEventType.LOGIN, actor, "session:" + actor));
  }

  private Connection connection() throws SQLException {
    Connection connection = idle.poll();
    if (connection == null) {
      connection = database.getConnection();
      connection.setAutoCommit(false);
    }
    return connection;
  }

  void recordAsync(String actor) {
    node.recordAsync(
        event(AuditEventType.OCSP_ANSWERED, actor, "session:" + actor),
        failure -> {
          if (failure != null) {
            alarms.add("record failed: " + failure.getMessage());
          }
        });
  }

  /** Stops the audit function and gives the connections back. */
  void stop() throws SQLException {
    node.stop();
    for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
      connection.close();
    }
  }

  /** A business transaction that takes some time and then commits or rolls back. */
  void business(String actor, long millis, boolean commit)
      throws SQLException, InterruptedException {
    business(event(AuditEventType.CERTIFICATE_GENERATED, actor, "certificate:1"), millis, commit);
  }

  void business(AuditEvent event, long millis, boolean commit)
      throws SQLException, InterruptedException {
    AuditRecord row = node.businessRecord(event);
    Connection connection = connection();
    AuditRecordRepository repository = new AuditRecordRepository(new OneConnection(connection));
    node.written(row, repository.insert(row));
    Thread.sleep(millis);
    if (commit) {
      connection.commit();
    } else {
      connection.rollback();
    }
    idle.add(connection);
    node.ended(row, commit);
  }

  /** Waits until everything that was written before the call is sealed and signed. */
  void awaitSigned() throws InterruptedException {
    node.awaitSealed();
    awaitSigned(node.status().sealedSize());
  }

  /** Waits until everything written is sealed and signed. */
  void awaitSigned(long atLeast) throws InterruptedException {
    for (int i = 0; i < 200; i++) {
      long signed = node.status().signedSize();
      if (signed >= atLeast && signed == node.status().sealedSize()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("not signed in time: " + node.status() + " " + alarms);
  }
}
