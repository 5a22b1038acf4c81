package org.opentws.tools.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.verify.LogVerifier;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.audit.verify.VerificationReport;

/**
 * AA7.1: rows that a database superuser inserts while the system runs, each consistent in itself
 * and with its place in the log: whole epochs of nodes that do not exist, records in the name of a
 * running one.
 */
class AuditForgeryTest extends AuditLogCase {
  private static final Duration AN_HOUR = Duration.ofHours(1);

  private final MachineTime time = new MachineTime();
  private final AtomicBoolean deviceIsThere = new AtomicBoolean(true);

  @Override
  RunningAudit start() throws InterruptedException {
    return start("node-1", directory.resolve("state"));
  }

  private RunningAudit start(String node, Path state) throws InterruptedException {
    return RunningAudit.start(
        postgres,
        node,
        state,
        text -> deviceIsThere.get() ? signer.sign(text) : Optional.empty(),
        time);
  }

  private String verify(int expected) {
    return run(expected, "verify");
  }

  /** One more record, and all so far is sealed and signed. */
  private void goOn() throws InterruptedException {
    audit.record("somebody");
    audit.awaitSigned();
  }

  /** The start, the login, and the record by which the node vouches for its epoch. */
  private void awaitVoucher() throws InterruptedException {
    audit.record("somebody");
    audit.awaitSigned(4);
  }

  private void awaitNothingToVouchFor(String node) throws IOException, InterruptedException {
    Path open = directory.resolve(node + "/epochs");
    for (int i = 0; i < 200 && !Files.readString(open).isEmpty(); i++) {
      Thread.sleep(50);
    }
  }

  @Test
  void epochOfANodeThatDoesNotExistIsFound() throws Exception {
    awaitVoucher();
    verify(AuditTool.INTACT);
    long epoch = new Forger(postgres).epoch("node-9", time.now());
    time.pass(AN_HOUR);
    audit.record("somebody");
    audit.awaitSigned(7);
    String said = verify(AuditTool.BROKEN);
    assertTrue(said.contains("nobody vouches for epoch " + epoch + " of node node-9"), said);
    assertTrue(said.contains("First: record 4 (Audit function started"), said);
  }

  @Test
  void epochInTheNameOfARunningNodeIsFoundAndRecordsOfTheFutureGiveItNoTime() throws Exception {
    awaitVoucher();
    long epoch = new Forger(postgres).epoch("node-1", time.now().plus(Duration.ofDays(9000)));
    time.pass(AN_HOUR);
    audit.record("somebody");
    audit.awaitSigned(7);
    assertTrue(verify(AuditTool.BROKEN).contains("nobody vouches for epoch " + epoch));
  }

  @Test
  void voucherOfAnotherEpochOrKeyVouchesForNothing() throws Exception {
    awaitVoucher();
    postgres.asSuperuser(
        "update audit_segment set data = overlay(data placing 'X'::bytea from"
            + " position('keyId'::bytea in data) + 10 for 1)"
            + " where position('keyId'::bytea in data) > 0");
    assertTrue(verify(AuditTool.BROKEN).contains("vouches for nothing"));
  }

  @Test
  void epochsOfAllNodesAreVouchedForAlsoAfterAKillAndAnAbsentDevice() throws Exception {
    awaitVoucher();
    deviceIsThere.set(false);
    RunningAudit other = start("node-2", directory.resolve("node-2"));
    other.record("on the other node");
    time.pass(AN_HOUR);
    audit.record("somebody");
    audit.node().awaitSealed();
    assertTrue(verify(AuditTool.BROKEN).contains("nobody vouches for epoch 2 of node node-2"));
    // As a kill leaves it: its state directory knows the epoch, nobody has vouched for it.
    other.stop();
    deviceIsThere.set(true);
    other = start("node-2", directory.resolve("node-2"));
    try {
      other.record("again");
      awaitNothingToVouchFor("node-2");
      other.awaitSigned();
      time.pass(AN_HOUR);
      goOn();
      goOn();
      verify(AuditTool.INTACT);
    } finally {
      other.stop();
    }
    String kept = Files.readString(directory.resolve("node-2/epochs"));
    assertEquals("", kept, "what was vouched for needs no more");
  }

  @Test
  void recordSealedInTheNameOfTheRunningEpochIsFoundByItsKey() throws Exception {
    awaitVoucher();
    new Forger(postgres).sealedRecord(audit.node().epoch(), 1000, "node-1", time.now());
    audit.record("somebody");
    audit.node().awaitSealed();
    assertTrue(
        audit.alarms().stream().anyMatch(alarm -> alarm.contains("but not as written")),
        () -> audit.alarms().toString());

    // The running node knows the key; everybody else has it from the epoch's last record.
    VerificationReport report = verifyWithKey();
    assertFalse(report.intact());
    assertTrue(report.findings().toString().contains("authentication code is wrong"));
    audit.stop();
    assertTrue(verify(AuditTool.BROKEN).contains("authentication code is wrong"));
  }

  @Test
  void runningEpochVerifiesWithItsKey() throws Exception {
    awaitVoucher();
    audit.business("officer", 0, true);
    audit.business("officer", 0, false);
    goOn();
    VerificationReport report = verifyWithKey();
    assertTrue(report.intact(), () -> report.findings().toString());
  }

  private VerificationReport verifyWithKey() throws Exception {
    try (AuditLogReader reader = new AuditLogReader(postgres.as("tws_auditor"))) {
      return new LogVerifier(
              reader,
              Optional.of(new TrustedSigners(signer.authority())),
              audit.node().knownCheckpoint())
          .knowing(audit.node().epoch(), audit.node().epochKey())
          .verify();
    }
  }

  /** The verifier must end, whatever an export claims. */
  @Test
  void exportThatClaimsMoreRecordsThanItHoldsIsBroken() throws Exception {
    goOn();
    audit.stop();
    Path export = directory.resolve("export");
    tool(
        AuditTool.INTACT,
        "export",
        export.toString(),
        "--url",
        postgres.url(),
        "--user",
        "tws_auditor");
    Path checkpoint = export.resolve("checkpoint");
    String genuine = Files.readString(checkpoint);
    for (String size : List.of("9000000000000000000", "1000", "-1")) {
      Files.writeString(checkpoint, genuine.replaceFirst("\n[0-9]+\n", "\n" + size + "\n"));
      tool(AuditTool.BROKEN, "verify", export.toString());
    }
    Files.writeString(checkpoint, genuine);
    tool(AuditTool.INTACT, "verify", export.toString());
  }
}
