package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.JbossCli.Said;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/** The broker delivers nothing, or is away: a revocation waits, durable, and comes once. */
@Tag("blackbox")
@Order(Faults.BROKER)
class BrokerFailureTest {
  private static final int MANAGEMENT_PORT = 9990;
  private static final int NOTICED_SECONDS = 30;
  private static final int HEALED_SECONDS = 40;

  /** Overdue requests are looked for once in a minute. */
  private static final int OVERDUE_SEEN_SECONDS = 90;

  private static final String BROKER = "/subsystem=messaging-activemq/server=default/";
  private static final String QUEUE = BROKER + "jms-queue=StatusChangeRequests:";
  private static final String ACCEPTOR = BROKER + "in-vm-acceptor=in-vm:";

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final long server = node.wildFly();
  private final Path scratch;

  BrokerFailureTest(@TempDir Path scratch) {
    this.scratch = scratch;
  }

  private void cli(String... commands) {
    Said said =
        new JbossCli(node.run())
            .run(
                scratch,
                List.of(commands),
                "",
                "--connect",
                "--controller=127.0.0.1:" + (MANAGEMENT_PORT + node.offset()));
    assertEquals(0, said.exit(), said.text());
  }

  @AfterEach
  void wellAfterwardsWithoutARestart() {
    cli(QUEUE + "resume", ACCEPTOR + "start");
    node.awaitReady(HEALED_SECONDS);
    assertEquals(server, node.wildFly());
  }

  @Test
  @Requirement(
      value = {"RM1.1"},
      kind = Kind.NEGATIVE)
  void revocationThatTheQueueHoldsUpIsDurableAndComesOnce(TestReporter evidence) {
    Write revocation = traffic.logIn().revocation(traffic.certify());
    cli(QUEUE + "pause");
    Answer received = revocation.send(traffic.session(revocation.account())).expect(202);
    evidence.publishEntry("while the queue is paused", received.text());
    assertEquals("RECEIVED", received.json().get("state").asText());
    assertEquals("good", relyingParty.ocsp(revocation.subject()));

    cli(QUEUE + "resume");
    Within.seconds(HEALED_SECONDS)
        .until("revoked", () -> relyingParty.ocsp(revocation.subject()).equals("revoked"));
    traffic.standsOnce(List.of(new Sent(revocation, java.util.Optional.of(received))));
  }

  @Test
  @Requirement(
      value = {"RM1.1-s2", "EIDAS-24.3.b"},
      kind = Kind.NEGATIVE)
  void requestThatWaitsTooLongRaisesTheAlarmLongBeforeItsHourIsOver() {
    Instant begin = Instant.now();
    Write revocation = traffic.logIn().revocation(traffic.certify());
    Client auditor = system.officer("system-auditor-1");
    cli(QUEUE + "pause");
    revocation.send(traffic.session(revocation.account())).expect(202);
    try (Superuser superuser = new Superuser(system)) {
      superuser.run(
          "update status_change_request set received_at = received_at - interval '11 minutes'"
              + " where state = 'RECEIVED'");
    }
    Within.seconds(OVERDUE_SEEN_SECONDS)
        .until(
            "the alarm",
            () ->
                auditor
                    .get("/audit/records?type=ALARM_RAISED&limit=200")
                    .expect(200)
                    .text()
                    .contains(revocation.subject()));
    new AuditLook(system).awaitAlarm("BACKLOG", begin);
    cli(QUEUE + "resume");
    Within.seconds(HEALED_SECONDS)
        .until("revoked", () -> relyingParty.ocsp(revocation.subject()).equals("revoked"));
  }

  @Test
  void brokerThatIsAwayIsToldAndHeals(TestReporter evidence) {
    Write revocation = traffic.logIn().revocation(traffic.certify());
    String good = traffic.certify();
    cli(ACCEPTOR + "stop");
    node.awaitFault("broker", NOTICED_SECONDS);
    evidence.publishEntry("readiness", node.readiness().text());
    Answer received = revocation.send(traffic.session(revocation.account())).expect(202);
    assertEquals("RECEIVED", received.json().get("state").asText());
    // What needs no broker goes on.
    assertEquals("good", relyingParty.ocsp(good));
    assertEquals("granted", relyingParty.timeStamp());
    traffic.certify();

    cli(ACCEPTOR + "start");
    node.awaitReady(HEALED_SECONDS);
    Within.seconds(HEALED_SECONDS)
        .until("revoked", () -> relyingParty.ocsp(revocation.subject()).equals("revoked"));
    traffic.standsOnce(List.of(new Sent(revocation, java.util.Optional.of(received))));
  }
}
