package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * Real chrony servers that are honest, lie, drift, contradict each other, die and announce a leap
 * second, and a machine whose own clock is wrong (bentclock.c): on a second node that runs
 * time-stamping alone, with sources and a clock of its own.
 */
@Tag("blackbox")
@Order(Faults.TIME_SOURCES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TimeSourcesTest {
  private static final String GRANTED = "granted";
  private static final String NO_TIME = "failure " + PKIFailureInfo.timeNotAvailable;
  private static final int PATIENCE_SECONDS = 60;
  private static final int NO_SESSION = 401;
  private static final int HONEST = 3;

  /** Room for chrony servers to start and agree before the leap second. */
  private static final int AHEAD_SECONDS = 50;

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Client ANYBODY = SYSTEM.anonymous();
  private static final SecondNode NODE = new SecondNode(SYSTEM);
  private static final int PORT = 12_100 + new Node(SYSTEM).offset();
  private static final ChronyServer[] SERVERS = new ChronyServer[HONEST];
  private static final Instant BEGIN = Instant.now();

  private static Client auditor = SYSTEM.officer("system-auditor-1");
  private static ChronyServer reference;
  private static ChronyServer local;
  private static final MachineTime CLOCK = new MachineTime();

  @BeforeAll
  static void startNode() {
    reference = ChronyServer.serving(PORT + 10);
    local = ChronyServer.following(PORT + 10, PORT + 11, PORT + 12);
    for (int i = 0; i < HONEST; i++) {
      SERVERS[i] = ChronyServer.serving(PORT + i);
    }
    NODE.configure(
        List.of(
            "opentws.node.kind=tsa",
            "opentws.time.sources="
                + "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,%s"
                    .formatted(PORT, PORT + 1, PORT + 2, local.source()),
            "opentws.time.poll-seconds=2",
            "opentws.time.max-age-seconds=8",
            "opentws.time.leap-margin-seconds=6"));
    NODE.start(CLOCK.environment());
  }

  @AfterAll
  static void stopNode() {
    NODE.stop();
    for (ChronyServer server : SERVERS) {
      server.close();
    }
    local.close();
    reference.close();
    CLOCK.close();
  }

  private static void restart(int server) {
    SERVERS[server].close();
    SERVERS[server] = ChronyServer.serving(PORT + server);
  }

  private static MachineTime clockOf(int server) {
    return SERVERS[server].clock();
  }

  private static void await(String outcome) {
    Within.seconds(PATIENCE_SECONDS)
        .until("a time-stamp " + outcome, () -> NODE.stamps().outcome().equals(outcome));
  }

  private static void awaitRecord(String type, String... words) {
    Within.seconds(PATIENCE_SECONDS)
        .until(
            "a record " + type + " " + List.of(words),
            () -> List.of(words).stream().allMatch(records(type)::contains));
  }

  private static String records(String type) {
    String path = "/audit/records?limit=200&type=" + type + "&from=" + BEGIN;
    Client.Answer answer = auditor.get(path);
    if (answer.status() == NO_SESSION) {
      // A node whose clock goes weeks ahead ends all sessions as too old, for every node.
      auditor = SYSTEM.officer("system-auditor-1");
      answer = auditor.get(path);
    }
    return answer.expect(200).text();
  }

  @Test
  @Order(1)
  @Requirement({"SO3.1", "SO3.1-s2", "TS2.1", "TS2.1-s2", "TS2.2", "EIDAS-42.1.b"})
  void honestSourcesAreRecordedAndTheirTimeIsStamped() {
    await(GRANTED);
    Instant before = Instant.now();
    Instant stamped = NODE.stamps().granted("honest").getTimeStampInfo().getGenTime().toInstant();
    Instant after = Instant.now();
    Duration accuracy = Duration.ofMillis(500);
    assertTrue(
        !stamped.isBefore(before.minus(accuracy)) && !stamped.isAfter(after.plus(accuracy)),
        stamped + " not in " + before + " to " + after);
    awaitRecord("CLOCK_CALIBRATED", "127.0.0.1:" + PORT, local.source(), "offsetMillis");
  }

  @Test
  @Order(1)
  void nodeOfKindTsaServesTimeStampsAndNothingOfAnyCa() {
    await(GRANTED);
    byte[] nothing = {};
    URI ocsp = SYSTEM.uri("ocsp");
    assertNotEquals(404, ANYBODY.postUri(ocsp, "text/plain", nothing).status());
    assertEquals(404, ANYBODY.postUri(NODE.instead(ocsp), "text/plain", nothing).status());
    URI api = SYSTEM.uri("api");
    for (URI address :
        List.of(
            SYSTEM.uri("crl"),
            api.resolve("v1/applications"),
            api.resolve("v1/certificates/issuing/1"),
            api.resolve("v1/certificates/issuing/1/status-changes"))) {
      // The first node has all services: somebody there knows the address.
      assertNotEquals(404, ANYBODY.getUri(address).status(), "" + address);
      assertEquals(404, ANYBODY.getUri(NODE.instead(address)).status(), "" + address);
    }
  }

  @Test
  @Order(2)
  @Requirement(
      value = {"TS2.2", "SO3.1-s2"},
      kind = Kind.NEGATIVE)
  void liarIsOutvotedAndNamed() {
    clockOf(0).wrongBy(Duration.ofSeconds(7));
    awaitRecord("TIME_SOURCE_CHANGED", "127.0.0.1:" + PORT, "FALSETICKER, clock behind it by");
    await(GRANTED);
    awaitRecord("ALARM_RAISED", "127.0.0.1:" + PORT);
    clockOf(0).wrongBy(Duration.ZERO);
    await(GRANTED);
  }

  @Test
  @Order(3)
  @Requirement(value = "TS5.1-iii", kind = Kind.NEGATIVE)
  void driftingSourceIsNamedWithItsDrift() {
    clockOf(1).fastBy(50_000);
    awaitRecord(
        "TIME_SOURCE_CHANGED", "127.0.0.1:" + (PORT + 1), "FALSETICKER, clock behind it by");
    await(GRANTED);
    clockOf(1).wrongBy(Duration.ZERO);
  }

  @Test
  @Order(4)
  @Requirement(
      value = {"SO3.1", "SO3.1-s2", "TS2.3", "EIDAS-42.1.b"},
      kind = Kind.NEGATIVE)
  void whenSourcesContradictEachOtherNobodyIsChosen() {
    await(GRANTED);
    clockOf(0).wrongBy(Duration.ofSeconds(7));
    clockOf(1).wrongBy(Duration.ofSeconds(3));
    await(NO_TIME);
    awaitRecord("CLOCK_STATE_CHANGED", "OUT_OF_SYNC", "FALSETICKER");
    assertEquals(1, NODE.figures().figure("opentws_time_state", "state=\"OUT_OF_SYNC\""));
    assertTrue(
        NODE.figures().figure("opentws_timestamping_refused_total", "reason=\"timeNotAvailable\"")
            >= 1);
    clockOf(0).wrongBy(Duration.ZERO);
    clockOf(1).wrongBy(Duration.ZERO);
    await(GRANTED);
  }

  @Test
  @Order(5)
  @Requirement({"TS2.3", "TS5.1-iii"})
  void deathOfSourcesIsBridgedForAWhileAndServiceResumesWithThem() {
    SERVERS[0].close();
    SERVERS[1].close();
    awaitRecord("CLOCK_STATE_CHANGED", "HOLD", "SILENT");
    await(NO_TIME);
    restart(0);
    restart(1);
    await(GRANTED);
    awaitRecord("TIME_SOURCE_CHANGED", "SILENT", "AGREES");
  }

  @Test
  @Order(6)
  @Requirement(
      value = {"TS2.1", "TS2.1-s2", "TS2.3", "SO3.1"},
      kind = Kind.NEGATIVE)
  void machineClockThatJumpsStampsNothing() {
    await(GRANTED);
    for (int seconds : List.of(7, -7)) {
      CLOCK.wrongBy(Duration.ofSeconds(seconds));
      await(NO_TIME);
      CLOCK.wrongBy(Duration.ZERO);
      await(GRANTED);
    }
    awaitRecord("CLOCK_STATE_CHANGED", "INSYNC", "OUT_OF_SYNC");
  }

  @Test
  @Order(7)
  @Requirement({"TS2.1", "TS2.3"})
  void leapSecondIsAnnouncedSuspendedAndPassed() {
    Instant leap = nextHalfYear();
    String date = leap.minusSeconds(1).toString();
    Path zones = ChronyServer.zonesWithLeapSecond(date.substring(0, 10));
    Duration ahead = Duration.between(Instant.now(), leap.minusSeconds(AHEAD_SECONDS));
    ChronyServer source = ChronyServer.serving(PORT + 20, ahead);
    try {
      for (int i = 0; i < HONEST; i++) {
        SERVERS[i].close();
        SERVERS[i] = ChronyServer.announcing(PORT + 20, PORT + i, ahead, zones);
      }
      CLOCK.wrongBy(ahead);
      await(GRANTED);
      awaitRecord("LEAP_SECOND", "ANNOUNCED", leap.toString());
      await(NO_TIME);
      awaitRecord("LEAP_SECOND", "BEGUN", "suspend");
      await(GRANTED);
      awaitRecord("LEAP_SECOND", "PASSED", leap.toString());
    } finally {
      source.close();
      CLOCK.wrongBy(Duration.ZERO);
    }
  }

  /** Leap seconds end a June or a December; the nearer one, so that no certificate ends before. */
  private static Instant nextHalfYear() {
    OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
    int july = 7;
    LocalDate next =
        now.getMonthValue() < july
            ? LocalDate.of(now.getYear(), july, 1)
            : LocalDate.of(now.getYear() + 1, 1, 1);
    return next.atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
