package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
 * second, and a machine whose own clock is wrong (libfaketime): on a second node that runs
 * time-stamping at the front, with sources and a clock of its own.
 */
@Tag("blackbox")
@Order(Faults.TIME_SOURCES)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TimeSourcesTest {
  private static final String GRANTED = "granted";
  private static final String NO_TIME = "failure " + PKIFailureInfo.timeNotAvailable;
  private static final int PATIENCE_SECONDS = 60;
  private static final int HONEST = 3;

  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final SecondNode NODE = new SecondNode(SYSTEM);
  private static final Client AUDITOR = SYSTEM.officer("system-auditor-1");
  private static final int PORT = 12_100 + new Node(SYSTEM).offset();
  private static final ChronyServer[] SERVERS = new ChronyServer[HONEST];
  private static final Instant BEGIN = Instant.now();

  private static ChronyServer reference;
  private static ChronyServer local;
  private static Path clock;

  @BeforeAll
  static void startNode() throws IOException {
    reference = ChronyServer.serving(PORT + 10, "");
    local = ChronyServer.following(PORT + 10, PORT + 11, PORT + 12);
    for (int i = 0; i < HONEST; i++) {
      SERVERS[i] = ChronyServer.serving(PORT + i, "");
    }
    clock =
        Files.createTempFile(
            "clock",
            ".offset",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
    Files.writeString(clock, "+0");
    NODE.configure(
        List.of(
            "opentws.node.kind=front",
            "opentws.time.sources="
                + "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,%s"
                    .formatted(PORT, PORT + 1, PORT + 2, local.source()),
            "opentws.time.poll-seconds=2",
            "opentws.time.max-age-seconds=8",
            "opentws.time.leap-margin-seconds=3"));
    NODE.start(
        Map.of(
            "LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
            "FAKETIME_TIMESTAMP_FILE", clock.toString(),
            "FAKETIME_CACHE_DURATION", "1",
            "FAKETIME_DONT_FAKE_MONOTONIC", "1"));
  }

  @AfterAll
  static void stopNode() throws IOException {
    NODE.stop();
    for (ChronyServer server : SERVERS) {
      server.close();
    }
    local.close();
    reference.close();
    Files.deleteIfExists(clock);
  }

  private static void replace(int server, String bent) {
    SERVERS[server].close();
    SERVERS[server] = ChronyServer.serving(PORT + server, bent);
  }

  private static void await(String outcome) {
    Within.seconds(PATIENCE_SECONDS)
        .until("a time-stamp " + outcome, () -> NODE.stamps().outcome().equals(outcome));
  }

  private static void awaitRecord(String type, String... words) {
    Within.seconds(PATIENCE_SECONDS)
        .until(
            "a record " + type + " " + List.of(words),
            () -> {
              String records =
                  AUDITOR.get("/audit/records?limit=200&type=" + type + "&from=" + BEGIN).text();
              return List.of(words).stream().allMatch(records::contains);
            });
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
  @Order(2)
  @Requirement(
      value = {"TS2.2", "SO3.1-s2"},
      kind = Kind.NEGATIVE)
  void liarIsOutvotedAndNamed() {
    replace(0, "+7s");
    awaitRecord("TIME_SOURCE_CHANGED", "127.0.0.1:" + PORT, "FALSETICKER", "7000");
    assertEquals(GRANTED, NODE.stamps().outcome());
    awaitRecord("ALARM_RAISED", "127.0.0.1:" + PORT);
    replace(0, "");
    await(GRANTED);
  }

  @Test
  @Order(3)
  @Requirement(value = "TS5.1-iii", kind = Kind.NEGATIVE)
  void driftingSourceIsNamedWithItsDrift() {
    replace(1, "+0 x1.05");
    awaitRecord("TIME_SOURCE_CHANGED", "127.0.0.1:" + (PORT + 1), "FALSETICKER");
    assertEquals(GRANTED, NODE.stamps().outcome());
    replace(1, "");
  }

  @Test
  @Order(4)
  @Requirement(
      value = {"SO3.1", "SO3.1-s2", "TS2.3", "EIDAS-42.1.b"},
      kind = Kind.NEGATIVE)
  void whenSourcesContradictEachOtherNobodyIsChosen() {
    await(GRANTED);
    replace(0, "+7s");
    replace(1, "+3s");
    await(NO_TIME);
    awaitRecord("CLOCK_STATE_CHANGED", "OUT_OF_SYNC", "FALSETICKER");
    replace(0, "");
    replace(1, "");
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
    replace(0, "");
    replace(1, "");
    await(GRANTED);
    awaitRecord("TIME_SOURCE_CHANGED", "SILENT", "AGREES");
  }

  @Test
  @Order(6)
  @Requirement(
      value = {"TS2.1", "TS2.3", "SO3.1"},
      kind = Kind.NEGATIVE)
  void machineClockThatJumpsStampsNothing() throws IOException {
    await(GRANTED);
    for (String offset : List.of("+7s", "-7s")) {
      Files.writeString(clock, offset);
      await(NO_TIME);
      Files.writeString(clock, "+0");
      await(GRANTED);
    }
    awaitRecord("CLOCK_STATE_CHANGED", "INSYNC", "OUT_OF_SYNC");
  }

  @Test
  @Order(7)
  @Requirement({"TS2.1", "TS2.3"})
  void leapSecondIsAnnouncedSuspendedAndPassed() throws IOException {
    Instant leap = nextNewYear();
    String year = leap.minusSeconds(1).toString().substring(0, 4);
    Path zones = ChronyServer.zonesWithLeapSecond(year, "Dec", "31");
    Duration ahead = Duration.between(Instant.now(), leap.minusSeconds(30));
    String bent = "+" + ahead.toSeconds() + "s";
    ChronyServer source = ChronyServer.serving(PORT + 20, bent);
    try {
      for (int i = 0; i < HONEST; i++) {
        SERVERS[i].close();
        SERVERS[i] = ChronyServer.announcing(PORT + 20, PORT + i, bent, zones);
      }
      Files.writeString(clock, bent);
      await(GRANTED);
      awaitRecord("LEAP_SECOND", "ANNOUNCED", leap.toString());
      await(NO_TIME);
      awaitRecord("LEAP_SECOND", "BEGUN", "suspend");
      await(GRANTED);
      awaitRecord("LEAP_SECOND", "PASSED", leap.toString());
    } finally {
      source.close();
      Files.writeString(clock, "+0");
    }
  }

  private static Instant nextNewYear() {
    int year = Integer.parseInt(Instant.now().toString().substring(0, 4));
    return Instant.parse((year + 1) + "-01-01T00:00:00Z");
  }
}
