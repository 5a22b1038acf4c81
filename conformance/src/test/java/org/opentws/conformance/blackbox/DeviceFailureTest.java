package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.UnderFire.Sent;
import org.opentws.conformance.blackbox.UnderFire.Write;

/**
 * The cryptographic device is lost, hangs or fails, and returns: each protocol says so in its own
 * words, nothing is half done, and all heals without a restart, signing and TLS alike.
 */
@Tag("blackbox")
@Order(Faults.DEVICE)
class DeviceFailureTest {
  private static final int NOTICED_SECONDS = 20;
  private static final int HEALED_SECONDS = 30;

  /** A call into the device may take 5 s, waiting for a turn 2 s; the rest is this machine's. */
  private static final int ANSWER_SECONDS_MAX = 20;

  private static final int CALLERS = 40;

  /** Five wrong passwords lock an account. */
  private static final int MORE_THAN_ATTEMPTS = 7;

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final RelyingParty relyingParty = new RelyingParty(system);
  private final Traffic traffic = new Traffic(system);
  private final FaultDevice device = new FaultDevice(system);
  private final long server = node.wildFly();
  private final AuditLook look = new AuditLook(system);
  private final Instant begin = Instant.now();

  @BeforeEach
  void wellBefore() {
    device.close();
    node.awaitReady(HEALED_SECONDS);
  }

  @AfterEach
  void wellAfterwardsWithoutARestart() {
    device.close();
    node.awaitReady(HEALED_SECONDS);
    assertEquals(server, node.wildFly());
  }

  /** A new TLS connection, whose handshake is signed by the key in the device. */
  private void handshake() {
    system.anonymous().getUri(URI.create(system.value("publicHttps") + "/health/live"));
  }

  private boolean handshakes() {
    try {
      handshake();
      return true;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private void allHeals(String good) {
    Within.seconds(HEALED_SECONDS).until("TLS", this::handshakes);
    Within.seconds(HEALED_SECONDS).until("OCSP", () -> relyingParty.ocsp(good).equals("good"));
    Within.seconds(HEALED_SECONDS)
        .until("time-stamps", () -> relyingParty.timeStamp().equals("granted"));
    node.awaitReady(HEALED_SECONDS);
  }

  @Test
  @Requirement(
      value = {"KM1.1"},
      kind = Kind.POSITIVE)
  void lostSessionsHealUnnoticed() {
    String serial = traffic.logIn().certify();
    for (int i = 0; i < 5; i++) {
      loseSessionsAnd(() -> assertEquals("good", relyingParty.ocsp(serial)));
      loseSessionsAnd(() -> assertEquals("granted", relyingParty.timeStamp()));
      loseSessionsAnd(this::handshake);
      loseSessionsAnd(traffic::certify);
    }
    assertEquals(200, node.readiness().status());
  }

  /** The library tells each loss on the server's output, so that it is sure that there was one. */
  private void loseSessionsAnd(Runnable use) {
    long before = losses();
    device.loseSessions();
    use.run();
    assertEquals(before + 1, losses());
  }

  private long losses() {
    return node.output().lines().filter("fault11: all sessions are closed"::equals).count();
  }

  @Test
  @Requirement(
      value = {"KM1.1"},
      kind = Kind.NEGATIVE)
  void removedDeviceIsToldByEachProtocolAndItsReturnHealsAll(TestReporter evidence) {
    String good = traffic.logIn().certify();
    String toRevoke = traffic.certify();
    String application = traffic.submit();
    Write approval = traffic.approval(application);
    Write revocation = traffic.revocation(toRevoke);
    device.remove();

    // On connections that are open already: new ones cannot be made, which is asked below.
    Answer refused = approval.send(traffic.session(approval.account())).expect(503);
    evidence.publishEntry("approval", refused.text());
    Traffic.inItsOwnWords(refused);
    Answer received = revocation.send(traffic.session(revocation.account()));
    evidence.publishEntry("revocation", received.text());
    assertTrue(received.status() == 202 || received.status() == 503, received.text());
    Within.seconds(NOTICED_SECONDS)
        .until("tryLater", () -> relyingParty.ocsp(good).equals("trylater"));
    assertEquals("systemFailure", relyingParty.timeStamp());
    assertThrows(UncheckedIOException.class, this::handshake);
    node.awaitFault("devices", NOTICED_SECONDS);
    evidence.publishEntry("readiness", node.readiness().text());
    try (Superuser database = new Superuser(system)) {
      database.awaitAlarm("AUDIT_SIGNING_FAILED", begin);
    }

    device.close();
    allHeals(good);
    look.awaitAlarm("DEVICE_LOST", begin);
    traffic.logIn();
    traffic.standsOnce(
        List.of(
            new Sent(approval, java.util.Optional.of(refused)),
            new Sent(revocation, java.util.Optional.of(received))));
  }

  @Test
  void deviceThatIsRemovedAmidTrafficLosesNothing() {
    List<Write> writes = traffic.logIn().writes(4);
    String good = traffic.certify();
    List<Sent> sent = traffic.send(writes, 2, device::remove);
    device.close();
    allHeals(good);
    traffic.logIn().standsOnce(sent);
  }

  @Test
  void deviceThatReportsErrorsIsToldAndHeals() {
    String good = traffic.logIn().certify();
    device.fail();
    Within.seconds(NOTICED_SECONDS)
        .until("tryLater", () -> relyingParty.ocsp(good).equals("trylater"));
    assertEquals("systemFailure", relyingParty.timeStamp());
    node.awaitFault("devices", NOTICED_SECONDS);
    device.close();
    allHeals(good);
  }

  @Test
  void hangingDeviceHoldsUpNobodyForLong(TestReporter evidence) throws Exception {
    String good = traffic.logIn().certify();
    String application = traffic.submit();
    device.hang();
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    try {
      List<Future<Long>> asked = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        asked.add(callers.submit(() -> secondsOf(relyingParty::timeStamp)));
      }
      // What needs no device is served meanwhile, on the connections that are open.
      Answer progress =
          traffic.session("registration-officer-1").get("/applications/" + application).expect(200);
      assertEquals("SUBMITTED", progress.json().path("state").asText("SUBMITTED"));
      system.anonymous().getUri(system.uri("crl")).expect(200);
      long slowest = 0;
      for (Future<Long> each : asked) {
        slowest = Math.max(slowest, each.get(2L * ANSWER_SECONDS_MAX, TimeUnit.SECONDS));
      }
      evidence.publishEntry("slowest of " + CALLERS, slowest + " s");
      assertTrue(slowest <= ANSWER_SECONDS_MAX, "slowest: " + slowest + " s");
    } finally {
      callers.shutdownNow();
    }
    assertEquals("trylater", relyingParty.ocsp(good));
    node.awaitFault("devices", NOTICED_SECONDS);
    device.close();
    allHeals(good);
  }

  private static long secondsOf(java.util.function.Supplier<String> question) {
    long begin = System.nanoTime();
    assertEquals("systemFailure", question.get());
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
  }

  /** IA2.1 counts guesses; a right password that meets an outage is none. */
  @Test
  void loginsThatTheDeviceEndsLockNobody() {
    Client operator = system.withCertificateOf("registration-officer-2");
    String password = system.password("registration-officer-2");
    operator.tryLogin(password).expect(204);
    device.fail();
    for (int i = 0; i < MORE_THAN_ATTEMPTS; i++) {
      operator.tryLogin(password).expect(503);
    }
    device.close();
    Within.seconds(HEALED_SECONDS)
        .until("a login", () -> operator.tryLogin(password).status() == 204);
  }
}
