package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Many ask for the status of a certificate while it changes (RM2.3a). */
@Tag("blackbox")
class StatusUnderChangeTest {
  private static final int ASKERS = 32;

  /** What the serial is after each step: it begins good. */
  private static final List<String> STEPS =
      List.of("suspend", "reinstate", "suspend", "reinstate", "suspend", "revoke");

  private static final int ANSWERS_A_STEP = 2 * ASKERS;
  private static final int STEP_SECONDS_MAX = 60;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);

  /** Steps that were begun, and steps that were acknowledged. */
  private volatile int begun;

  private volatile int acknowledged;
  private volatile CountDownLatch answers = new CountDownLatch(ANSWERS_A_STEP);

  private static String after(int steps) {
    String last = steps == 0 ? "reinstate" : STEPS.get(steps - 1);
    return switch (last) {
      case "reinstate" -> "good";
      case "suspend" -> "on hold";
      default -> "revoked";
    };
  }

  /**
   * Asks until the last step; each answer lies between what was acknowledged and what was begun.
   */
  private int askThroughout(BigInteger serial, boolean cacheable) {
    Client client = system.anonymous();
    int asked = 0;
    while (acknowledged < STEPS.size()) {
      int from = acknowledged;
      String said = OcspQuestion.said(system, client, serial, system.uri("ocsp"), cacheable);
      int to = begun;
      boolean possible = false;
      for (int steps = from; steps <= to; steps++) {
        possible |= after(steps).equals(said);
      }
      assertTrue(possible, said + " after " + from + " to " + to + " steps");
      answers.countDown();
      asked++;
    }
    assertEquals(
        "revoked", OcspQuestion.said(system, client, serial, system.uri("ocsp"), cacheable));
    return asked;
  }

  private void take(String serial, int step) throws InterruptedException {
    answers = new CountDownLatch(ANSWERS_A_STEP);
    assertTrue(answers.await(STEP_SECONDS_MAX, TimeUnit.SECONDS), "too few answers");
    begun = step + 1;
    String action = STEPS.get(step);
    Map<String, Object> change =
        action.equals("revoke")
            ? Map.of("action", action, "reason", "keyCompromise")
            : Map.of("action", action);
    journey.changeStatus("revocation-officer-1", serial, change).expect(200);
    acknowledged = step + 1;
  }

  @Test
  @Requirement(
      value = {"RM2.3a", "RS1.4", "EIDAS-24.3.c"},
      kind = Kind.NEGATIVE)
  void thirtyTwoAskersNeverHearWhatWasTrueBeforeTheLastAcknowledgement() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Turns"));
    BigInteger serial = issued.certificate().getSerialNumber();
    ExecutorService threads = Executors.newFixedThreadPool(ASKERS);
    try {
      List<Future<Integer>> askers = new ArrayList<>();
      for (int i = 0; i < ASKERS; i++) {
        boolean cacheable = i % 2 == 0;
        Callable<Integer> asker = () -> askThroughout(serial, cacheable);
        askers.add(threads.submit(asker));
      }
      try {
        for (int step = 0; step < STEPS.size(); step++) {
          take(issued.serial(), step);
        }
      } finally {
        begun = STEPS.size();
        acknowledged = STEPS.size();
      }
      for (Future<Integer> asker : askers) {
        assertTrue(asker.get() > 0, "an asker who heard nothing");
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
