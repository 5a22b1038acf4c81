package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Time sources that lie, lose their own source or fall silent: no time-stamp without true time. */
@Tag("blackbox")
@Order(Faults.CLOCK)
class ClockFailureTest {
  private static final int NTP_PORT = 11123;

  /** Three rounds of measuring, and some more. */
  private static final int NOTICED_SECONDS = 45;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final long server = node.wildFly();

  @AfterEach
  void wellAfterwardsWithoutARestart() {
    node.start();
    awaitTimeStamp("granted");
    assertEquals(server, node.wildFly());
  }

  private void awaitTimeStamp(String answer) {
    Within.seconds(NOTICED_SECONDS)
        .until("a time-stamp " + answer, () -> relyingParty.timeStamp().equals(answer));
  }

  @Test
  @Requirement(
      value = {"TS2.3", "SO3.1"},
      kind = Kind.NEGATIVE)
  void withoutTrueTimeThereIsNoTimeStamp() {
    awaitTimeStamp("granted");
    node.killTimeSource();
    try (BentClock source = new BentClock(NTP_PORT + node.offset())) {
      source.wrongBy(Duration.ofSeconds(5));
      awaitTimeStamp("timeNotAvailable");
      // Statuses need no time to the second, and are given on.
      assertEquals("revoked", relyingParty.ocsp(system.value("serial")));

      source.wrongBy(Duration.ZERO);
      awaitTimeStamp("granted");

      source.synchronised(false);
      awaitTimeStamp("timeNotAvailable");
      source.synchronised(true);
      awaitTimeStamp("granted");
    }
    // Now nobody answers at all.
    awaitTimeStamp("timeNotAvailable");
  }
}
