package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.cert.ocsp.SingleResp;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Many ask for the status of certificates while it changes, on one node and on two (RM2.3a). */
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

  private static String said(SingleResp single) {
    if (single.getCertStatus() instanceof RevokedStatus revoked) {
      boolean onHold = revoked.hasRevocationReason() && revoked.getRevocationReason() == 6;
      return onHold ? "on hold" : "revoked";
    }
    return single.getCertStatus() == null ? "good" : "unknown";
  }

  private String ask(Client client, BigInteger serial, URI ocsp, boolean cacheable) {
    OcspQuestion question = new OcspQuestion(system).about(serial);
    byte[] answer;
    if (cacheable) {
      String path = Base64.getEncoder().encodeToString(question.encoded());
      URI uri = URI.create(ocsp + "/" + URLEncoder.encode(path, StandardCharsets.UTF_8));
      answer = client.getUri(uri).expect(200).octets();
    } else {
      byte[] nonce = new byte[16];
      new Random().nextBytes(nonce);
      byte[] body = question.withNonce(nonce).encoded();
      answer = client.postUri(ocsp, "application/ocsp-request", body).expect(200).octets();
    }
    SingleResp[] singles =
        OcspQuestion.verified(system, OcspQuestion.response(answer)).getResponses();
    assertEquals(serial, singles[0].getCertID().getSerialNumber());
    return said(singles[0]);
  }

  /**
   * Asks until the last step; each answer lies between what was acknowledged and what was begun.
   */
  private int askThroughout(BigInteger serial, boolean cacheable) {
    Client client = system.anonymous();
    int asked = 0;
    while (acknowledged < STEPS.size()) {
      int from = acknowledged;
      String said = ask(client, serial, system.uri("ocsp"), cacheable);
      int to = begun;
      boolean possible = false;
      for (int steps = from; steps <= to; steps++) {
        possible |= after(steps).equals(said);
      }
      assertTrue(possible, said + " after " + from + " to " + to + " steps");
      answers.countDown();
      asked++;
    }
    assertEquals("revoked", ask(client, serial, system.uri("ocsp"), cacheable));
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

  /** What relying parties ask alone: no officers, and no key of a CA. */
  private static void assertFront(SecondNode front) {
    RunningSystem there = front.system();
    Client officer = there.withCertificateOf("security-officer-1");
    assertEquals(404, officer.tryLogin(there.password("security-officer-1")).status());
    for (String path : List.of("/keys", "/operations", "/applications", "/alarms")) {
      assertEquals(404, there.anonymous().get(path).status(), path);
    }
    Node node = new Node(there);
    String stations = "select node from activation_station where seen_at > now() - interval '20 s'";
    assertEquals(List.of(), node.query(stations + " and node = 'b'"), "shares of CAs' devices");
  }

  @Test
  @Requirement({"RM2.3a", "EIDAS-24.3.c", "EIDAS-24.4.a"})
  void whatOneNodeAcknowledgesAFrontNodeSaysInItsVeryNextAnswer() {
    SecondNode second = new SecondNode(system);
    second.configure(List.of("opentws.node.kind=front")).start();
    try {
      assertFront(second);
      URI here = system.uri("ocsp");
      URI there = second.uri(here.getPath());
      Client client = system.anonymous();
      for (int i = 0; i < 5; i++) {
        Issued issued = journey.issue(Subscriber.named("Elsewhere"));
        BigInteger serial = issued.certificate().getSerialNumber();
        for (boolean cacheable : new boolean[] {true, false}) {
          assertEquals("good", ask(client, serial, there, cacheable));
          assertEquals("good", ask(client, serial, here, cacheable));
        }
        journey.revoke(issued.serial(), "keyCompromise").expect(200);
        for (boolean cacheable : new boolean[] {true, false}) {
          assertEquals("revoked", ask(client, serial, there, cacheable));
          assertEquals("revoked", ask(client, serial, here, cacheable));
        }
      }
      // RM2.2: one list for each number, the same octets from every node.
      RevocationList list = new RevocationList(system);
      String path =
          "/crl/%s/%s.crl".formatted(system.value("issuer"), RevocationList.number(list.current()));
      assertArrayEquals(list.octets(here.resolve(path)), list.octets(second.uri(path)));
    } finally {
      second.stop();
    }
  }
}
