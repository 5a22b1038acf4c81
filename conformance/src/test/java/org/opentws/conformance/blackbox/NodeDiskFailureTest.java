package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * The server's own disk is full: neither a log nor any other file can grow. What is to be durable
 * lies in the database, so the work goes on, and nothing is lost.
 */
@Tag("blackbox")
@Order(Faults.NODE_DISK)
class NodeDiskFailureTest {
  private static final int HEALED_SECONDS = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final long server = node.wildFly();

  @AfterEach
  void wellAfterwardsWithoutARestart() {
    node.limitFiles("unlimited");
    node.awaitReady(HEALED_SECONDS);
    assertEquals(server, node.wildFly());
  }

  @Test
  void workGoesOnAndNothingIsLost(TestReporter evidence) {
    traffic.logIn();
    node.limitFiles("1");
    List<Write> writes = traffic.writes(4);
    List<Sent> sent = traffic.send(writes, 1, () -> {});
    assertEquals("granted", relyingParty.timeStamp());
    evidence.publishEntry("readiness", node.readiness().text());
    traffic.standsOnce(sent);

    node.limitFiles("unlimited");
    node.awaitReady(HEALED_SECONDS);
    evidence.publishEntry("audit", node.auditVerified());
  }
}
