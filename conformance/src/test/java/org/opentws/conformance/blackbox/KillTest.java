package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * kill -9 of WildFly while certificates are issued and revoked: nothing that was answered is lost,
 * nothing happens twice, the audit log verifies. Each round at another moment.
 */
@Tag("blackbox")
@Order(Faults.KILL)
class KillTest {
  private static final int WRITES_OF_A_KIND = 8;
  private static final long DELAY_NANOS_MAX = 60_000_000;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Traffic traffic = new Traffic(system);

  @RepeatedTest(3)
  @Requirement(value = "AA6.1", kind = Kind.NEGATIVE)
  void whatWasAnsweredStandsAndNothingHappensTwice(TestReporter evidence, RepetitionInfo round) {
    // An alarm that waits for its sink survives the kill, too: once is enough.
    Optional<WaitingAlarm> waiting =
        round.getCurrentRepetition() == 1
            ? Optional.of(new WaitingAlarm(system))
            : Optional.empty();
    List<Write> writes = traffic.logIn().writes(WRITES_OF_A_KIND);
    ThreadLocalRandom random = ThreadLocalRandom.current();
    int answersBefore = random.nextInt(1, WRITES_OF_A_KIND);
    long delay = random.nextLong(DELAY_NANOS_MAX);
    List<Sent> sent =
        traffic.send(
            writes,
            answersBefore,
            () -> {
              LockSupport.parkNanos(delay);
              node.killWildFly();
            });
    long unanswered = sent.stream().filter(each -> each.answer().isEmpty()).count();
    evidence.publishEntry(
        "killed",
        "%d us after answer %d of %d; %d without answer"
            .formatted(delay / 1000, answersBefore, writes.size(), unanswered));
    assertNotEquals(0, unanswered, "the kill came too late to show anything");

    node.startLocked();
    waiting.ifPresent(WaitingAlarm::arrives);
    Activation activation = new Activation(system);
    assertEquals("LOCKED", activation.state(), "KM3.1: after a restart no CA key is open");
    activation.open();
    traffic.logIn().standsOnce(sent);
    evidence.publishEntry("audit", node.auditVerified());
  }
}
