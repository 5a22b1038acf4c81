package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;
import org.junit.jupiter.api.Test;
import org.opentws.random.Randomness;

class NtpRoundTest {
  private final NtpRound round = new NtpRound(MachineClock.system(), new Randomness(), 1000);

  @Test
  void honestServerIsReadWithItsBound() throws Exception {
    SourceReading reading = ask(0, 2, NtpV3Packet.LI_NO_WARNING).orElseThrow();
    assertTrue(reading.offset().abs().compareTo(reading.errorBound()) <= 0, reading.toString());
  }

  @Test
  void serverSevenSecondsAheadIsSeenAhead() throws Exception {
    SourceReading reading = ask(7000, 2, NtpV3Packet.LI_NO_WARNING).orElseThrow();
    assertEquals(7.0, reading.offset().toMillis() / 1000.0, 0.5);
  }

  @Test
  void kissOfDeathIsNoMeasurement() throws Exception {
    assertEquals(Optional.empty(), ask(0, 0, NtpV3Packet.LI_NO_WARNING));
  }

  @Test
  void serverThatIsItselfOutOfSyncIsNoMeasurement() throws Exception {
    assertEquals(Optional.empty(), ask(0, 2, NtpV3Packet.LI_ALARM_CONDITION));
  }

  @Test
  void silentServerIsNoMeasurement() throws Exception {
    try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      assertEquals(
          Optional.empty(),
          new NtpRound(MachineClock.system(), new Randomness(), 50)
              .ask(List.of(new SourceAddress("127.0.0.1", silent.getLocalPort(), false)))
              .get(0)
              .reading());
    }
  }

  @Test
  void answerWithAnotherNumberIsNobodys() throws Exception {
    NtpRound hasty = new NtpRound(MachineClock.system(), new Randomness(), 200);
    try (NtpServer server = new NtpServer()) {
      server.forgesCookie();
      assertEquals("no answer", hasty.ask(List.of(server.address())).get(0).remark());
    }
  }

  @Test
  void answersThatNoServerGivesAreNoMeasurement() throws Exception {
    long now = MachineClock.system().wall().toEpochMilli();
    List<Consumer<NtpV3Impl>> faults =
        List.of(
            answer -> answer.setMode(NtpV3Packet.MODE_CLIENT),
            answer -> answer.setVersion(1),
            answer -> answer.setStratum(16),
            answer -> answer.setReceiveTimeStamp(new TimeStamp(0)),
            answer -> answer.setTransmitTime(new TimeStamp(0)),
            // sent before it was received; longer in the server than we waited
            answer -> answer.setReceiveTimeStamp(TimeStamp.getNtpTime(now + 60_000)),
            answer -> answer.setReceiveTimeStamp(TimeStamp.getNtpTime(now - 60_000)),
            // both are unsigned, and as negative numbers would make the bound smaller
            answer -> answer.setRootDelay(-65_536),
            answer -> answer.setRootDispersion(-65_536),
            answer -> answer.setRootDispersion(16 * 65_536));
    try (NtpServer server = new NtpServer()) {
      for (int i = 0; i < faults.size(); i++) {
        server.answersWith(faults.get(i));
        assertEquals(
            Optional.empty(), round.ask(List.of(server.address())).get(0).reading(), "fault " + i);
      }
    }
  }

  @Test
  void boundHoldsRootDelayAndDispersion() throws Exception {
    try (NtpServer server = new NtpServer()) {
      server.root(Duration.ofMillis(100), Duration.ofMillis(30));
      SourceReading reading = round.ask(List.of(server.address())).get(0).reading().orElseThrow();
      assertTrue(reading.errorBound().toMillis() >= 80, reading.toString());
      assertTrue(reading.errorBound().toMillis() < 300, reading.toString());
    }
  }

  @Test
  void allSourcesAreAskedAtOnceAndSilentOnesHoldUpNobody() throws Exception {
    try (NtpServer one = new NtpServer();
        NtpServer other = new NtpServer();
        DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      List<SourceAnswer> answers =
          round.ask(
              List.of(
                  one.address(),
                  new SourceAddress("127.0.0.1", silent.getLocalPort(), false),
                  other.address()));
      assertEquals(3, answers.size());
      assertEquals(2, answers.stream().filter(answer -> answer.reading().isPresent()).count());
    }
  }

  @Test
  void kissesOfDeathAreObeyed() throws Exception {
    try (NtpServer server = new NtpServer()) {
      SourceBoard board =
          new SourceBoard(
              List.of(server.address()), round, new ChronyTracking(List.of("chronyc"), 100));
      server.kiss("RATE");
      board.ask();
      board.ask();
      board.ask();
      assertEquals(2, server.questions());
      server.kiss("DENY");
      board.ask();
      board.ask();
      assertTrue(board.ask().get(0).remark().contains("DENY"));
      assertEquals(3, server.questions());
    }
  }

  private Optional<SourceReading> ask(long aheadMillis, int stratum, int leap) throws Exception {
    try (NtpServer server = new NtpServer()) {
      server.says(Duration.ofMillis(aheadMillis), stratum, leap);
      return round.ask(List.of(server.address())).get(0).reading();
    }
  }

  @Test
  void sourcesAreReadFromText() {
    assertEquals(
        List.of(
            new SourceAddress("127.0.0.1", 11123, false),
            new SourceAddress("ntp.example", 123, false),
            new SourceAddress("127.0.0.1", 323, true),
            new SourceAddress("/run/chrony/chronyd.sock", 323, true)),
        TimeSettings.parse(
            " 127.0.0.1:11123, ntp.example ,chrony:127.0.0.1,chrony:/run/chrony/chronyd.sock"));
  }
}
