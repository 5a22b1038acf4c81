package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
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
  private final Client auditor = system.officer("system-auditor-1");

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

  /** Until the audit log has a record of that type since then, with all these words. */
  private void awaitRecord(Instant since, String type, String... words) {
    Within.seconds(NOTICED_SECONDS)
        .until(
            type + " " + List.of(words),
            () -> {
              String records =
                  auditor.get("/audit/records?limit=200&type=" + type + "&from=" + since).text();
              return Stream.of(words).allMatch(records::contains);
            });
  }

  @Test
  @Requirement({"SO3.1", "TS2.2", "TS2.3"})
  void agreementWithTheSourcesIsMeasuredAndRecorded() {
    awaitTimeStamp("granted");
    String source = "127.0.0.1:" + (NTP_PORT + node.offset());
    awaitRecord(Instant.EPOCH, "CLOCK_CALIBRATED", source, "offsetMillis", "errorBoundMillis");
    awaitRecord(Instant.EPOCH, "TIME_SOURCE_CHANGED", source, "AGREES");
  }

  @Test
  @Requirement(
      value = {"TS2.3", "SO3.1", "TS2.1", "TS2.2", "TS5.1-iii", "EIDAS-42.1.b"},
      kind = Kind.NEGATIVE)
  void withoutTrueTimeThereIsNoTimeStamp() {
    awaitTimeStamp("granted");
    Instant begin = Instant.now();
    node.killTimeSource();
    try (BentClock source = new BentClock(NTP_PORT + node.offset())) {
      source.wrongBy(Duration.ofSeconds(5));
      awaitTimeStamp("timeNotAvailable");
      awaitRecord(begin, "CLOCK_STATE_CHANGED", "OUT_OF_SYNC", "error bound");
      awaitRecord(begin, "ALARM_RAISED", "clock: OUT_OF_SYNC");
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
    awaitRecord(begin, "TIME_SOURCE_CHANGED", "SILENT");
  }
}
