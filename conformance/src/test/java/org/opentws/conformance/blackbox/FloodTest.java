package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentws.conformance.Evidence;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * While the public side is flooded, status changes reach the database and what relying parties hear
 * of it, and the flood gets no more of the server than its limits (RM2.3c). Each promise is asked
 * for while the flood goes on.
 */
@Tag("blackbox")
@Order(Faults.FLOOD)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FloodTest {
  private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(5);
  private static final Duration SUBJECT_WITHIN = Duration.ofSeconds(10);
  private static final int TOLD_WITHIN_SECONDS = 5;
  private static final long ANSWERS_MIN = 1_000;
  private static final int BEGINS_WITHIN_SECONDS = 15;
  private static final long GROWTH_KIB_MAX = 400 * 1024;
  private static final long THREADS_MORE_MAX = 100;
  private static final int VICTIMS = 4;

  private static RunningSystem system;
  private static Journey journey;
  private static Flood flood;
  private static final List<Issued> VICTIM = new ArrayList<>();
  private static long process;
  private static long kibBefore;
  private static long threadsBefore;

  @BeforeAll
  static void begin() throws IOException {
    system = RunningSystem.get();
    journey = new Journey(system);
    for (int i = 0; i < VICTIMS; i++) {
      VICTIM.add(journey.issue(Subscriber.named("Flooded")));
    }
    process = new Node(system).wildFly();
    kibBefore = figure("VmRSS");
    threadsBefore = figure("Threads");
    flood = new Flood(system).begin();
    Within.seconds(BEGINS_WITHIN_SECONDS).until("a flood", () -> flood.answers() > ANSWERS_MIN);
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    flood.close();
  }

  /** A line of what Linux says of the server's process: KiB, or a number. */
  private static long figure(String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process + "/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElseThrow();
  }

  private static Duration within(Duration limit, Supplier<Answer> change) {
    long before = System.nanoTime();
    change.get().expect(200);
    Duration taken = Duration.ofNanos(System.nanoTime() - before);
    assertTrue(taken.compareTo(limit) < 0, "acknowledged after " + taken);
    return taken;
  }

  /** The very next answer says it; tryLater is no answer. */
  private static void assertTold(Issued issued) {
    BigInteger serial = issued.certificate().getSerialNumber();
    Object status =
        Within.seconds(TOLD_WITHIN_SECONDS)
            .get(
                "an answer about " + issued.serial(),
                () -> {
                  OCSPResp response = new OcspQuestion(system).about(serial).ask();
                  return response.getStatus() == OCSPResp.TRY_LATER
                      ? Optional.<Object>empty()
                      : Optional.of(said(response));
                });
    assertTrue(status instanceof RevokedStatus, issued.serial() + ": " + status);
  }

  private static Object said(OCSPResp response) {
    BasicOCSPResp basic = OcspQuestion.verified(system, response);
    Object status = basic.getResponses()[0].getCertStatus();
    return status == null ? "good" : status;
  }

  @Test
  @Order(1)
  @Requirement({"RM2.3c", "RM1.1"})
  void officersChangeStatusWhileThePublicSideIsFlooded() {
    Client officer = system.officer("revocation-officer-1");
    Map<String, Object> revoke = Map.of("action", "revoke", "reason", "keyCompromise");
    for (Issued issued : VICTIM.subList(1, VICTIMS)) {
      String path =
          "/certificates/%s/%s/status-changes".formatted(system.value("issuer"), issued.serial());
      Duration taken = within(ACKNOWLEDGED_WITHIN, () -> officer.post(path, revoke));
      Evidence.note("acknowledged after " + taken.toMillis() + " ms of the flood");
      assertTold(issued);
    }
  }

  @Test
  @Order(2)
  @Requirement({"RM2.3c", "RM1.5c"})
  void subjectsRevokeWhileThePublicSideIsFlooded() {
    Issued issued = VICTIM.get(0);
    byte[] wish = SignedWish.signed(SignedWish.order(system, issued.serial(), "revoke"), issued);
    within(SUBJECT_WITHIN, () -> SignedWish.send(system, issued.serial(), wish));
    assertTold(issued);
  }

  @Test
  @Order(3)
  @Requirement(value = "RM2.3c", kind = Kind.NEGATIVE)
  void theFloodGetsNoMoreOfTheServerThanItsLimits() throws IOException {
    long before = flood.answers();
    Within.seconds(BEGINS_WITHIN_SECONDS)
        .until("more of the flood", () -> flood.answers() > before + ANSWERS_MIN);
    long growth = figure("VmRSS") - kibBefore;
    long threads = figure("Threads") - threadsBefore;
    Evidence.note(
        "%d answers, %d MiB of giant bodies, %d connections held; memory %+d KiB, threads %+d"
            .formatted(flood.answers(), flood.giantMebibytes(), flood.held(), growth, threads));
    assertTrue(growth < GROWTH_KIB_MAX, "the server has grown by " + growth + " KiB");
    assertTrue(threads < THREADS_MORE_MAX, threads + " threads more");
    assertEquals(process, new Node(system).wildFly(), "somebody has started the server again");
    assertEquals(0, flood.good(), "good for a serial that nobody ever issued");
    assertEquals(0, flood.giantsTaken(), "a body beyond all limits was taken");
    assertTrue(flood.giantMebibytes() > 0, "no giant bodies");
  }
}
