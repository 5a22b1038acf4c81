package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;
import org.junit.jupiter.api.Test;

class NtpClientTest {
  private final NtpClient client = client(1000);

  private static NtpClient client(int responseMillis) {
    return new NtpClient(responseMillis, MachineClock.system(), new Random(1)::nextLong);
  }

  @Test
  void honestServerIsReadWithItsBound() throws Exception {
    SourceReading reading = ask(answer -> {}).orElseThrow();
    assertTrue(reading.offset().abs().compareTo(reading.errorBound()) <= 0, reading.toString());
  }

  @Test
  void serverSevenSecondsAheadIsSeenAhead() throws Exception {
    SourceReading reading = ask(answer -> shift(answer, 7000, 7000)).orElseThrow();
    assertEquals(7.0, reading.offset().toMillis() / 1000.0, 0.5);
  }

  @Test
  void kissOfDeathIsNoMeasurement() throws Exception {
    assertEquals(Optional.empty(), ask(answer -> answer.setStratum(0)));
  }

  @Test
  void serverThatIsItselfOutOfSyncIsNoMeasurement() throws Exception {
    assertEquals(Optional.empty(), ask(a -> a.setLeapIndicator(NtpV3Packet.LI_ALARM_CONDITION)));
  }

  @Test
  void answersThatNoServerGivesAreNoMeasurement() throws Exception {
    List<Consumer<NtpV3Impl>> faults =
        List.of(
            answer -> answer.setMode(NtpV3Packet.MODE_CLIENT),
            answer -> answer.setVersion(1),
            answer -> answer.setStratum(16),
            answer -> answer.setReceiveTimeStamp(new TimeStamp(0)),
            answer -> answer.setTransmitTime(new TimeStamp(0)),
            // sent before it was received; longer in the server than we waited
            answer -> shift(answer, 50, 0),
            answer -> shift(answer, -9000, 0),
            // both are unsigned, and as negative numbers would make the bound smaller
            answer -> answer.setRootDelay(-65_536),
            answer -> answer.setRootDispersion(-65_536),
            answer -> answer.setRootDispersion(16 * 65_536));
    for (int i = 0; i < faults.size(); i++) {
      assertEquals(Optional.empty(), ask(faults.get(i)), "fault " + i);
    }
  }

  @Test
  void rootDelayAndDispersionAreInTheBound() throws Exception {
    SourceReading reading =
        ask(answer -> {
              answer.setRootDelay(65_536);
              answer.setRootDispersion(65_536 / 4);
            })
            .orElseThrow();
    assertTrue(reading.errorBound().toMillis() >= 750, reading.toString());
  }

  /**
   * Somebody who does not see the question answers sooner: not with our number, or from elsewhere.
   */
  @Test
  void forgedAnswersArePassedOverAndTheTrueOneCounts() throws Exception {
    try (DatagramSocket server = loopback();
        DatagramSocket stranger = loopback()) {
      Thread thread =
          new Thread(
              () -> {
                Question question = Question.receive(server);
                NtpV3Impl forged = question.answer();
                shift(forged, 60_000, 60_000);
                send(stranger, forged, question.from());
                forged.setOriginateTimeStamp(TimeStamp.getCurrentTime());
                send(server, forged, question.from());
                send(server, question.answer(), question.from());
              });
      thread.start();
      SourceReading reading = client.ask(source(server)).orElseThrow();
      thread.join();
      assertTrue(reading.offset().abs().toMillis() < 1000, reading.toString());
    }
  }

  @Test
  void randomOctetsAreNoMeasurementAndNoFailure() throws Exception {
    Random random = new Random(7);
    for (int length : List.of(0, 1, 12, 47, 48, 49, 100, 1400)) {
      byte[] octets = new byte[length];
      random.nextBytes(octets);
      try (DatagramSocket server = loopback()) {
        Thread thread =
            new Thread(
                () -> {
                  SocketAddress from = Question.receive(server).from();
                  send(server, new DatagramPacket(octets, length, from));
                });
        thread.start();
        assertEquals(Optional.empty(), client(100).ask(source(server)));
        thread.join();
      }
    }
  }

  @Test
  void silentServerIsNoMeasurement() throws Exception {
    try (DatagramSocket silent = loopback()) {
      assertEquals(Optional.empty(), client(50).ask(source(silent)));
    }
  }

  private Optional<SourceReading> ask(Consumer<NtpV3Impl> change) throws Exception {
    try (DatagramSocket server = loopback()) {
      Thread thread =
          new Thread(
              () -> {
                Question question = Question.receive(server);
                NtpV3Impl answer = question.answer();
                change.accept(answer);
                send(server, answer, question.from());
              });
      thread.start();
      Optional<SourceReading> reading = client(300).ask(source(server));
      thread.join();
      return reading;
    }
  }

  private static void shift(NtpV3Impl answer, long receivedMillis, long sentMillis) {
    long now = MachineClock.system().wall().toEpochMilli();
    answer.setReceiveTimeStamp(TimeStamp.getNtpTime(now + receivedMillis));
    answer.setTransmitTime(TimeStamp.getNtpTime(now + sentMillis));
  }

  private static DatagramSocket loopback() throws IOException {
    return new DatagramSocket(0, InetAddress.getLoopbackAddress());
  }

  private static TimeSettings.NtpSource source(DatagramSocket server) {
    return new TimeSettings.NtpSource("127.0.0.1", server.getLocalPort());
  }

  private static void send(DatagramSocket socket, NtpV3Impl message, SocketAddress to) {
    byte[] octets = message.getDatagramPacket().getData().clone();
    send(socket, new DatagramPacket(octets, octets.length, to));
  }

  private static void send(DatagramSocket socket, DatagramPacket packet) {
    try {
      socket.send(packet);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a server hears, and an honest answer to it. */
  private record Question(TimeStamp stamp, SocketAddress from) {
    static Question receive(DatagramSocket server) {
      try {
        DatagramPacket packet = new DatagramPacket(new byte[48], 48);
        server.receive(packet);
        NtpV3Impl asked = new NtpV3Impl();
        asked.setDatagramPacket(packet);
        return new Question(asked.getTransmitTimeStamp(), packet.getSocketAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    NtpV3Impl answer() {
      NtpV3Impl answer = new NtpV3Impl();
      answer.setMode(NtpV3Packet.MODE_SERVER);
      answer.setVersion(NtpV3Packet.VERSION_4);
      answer.setStratum(2);
      answer.setOriginateTimeStamp(stamp);
      shift(answer, 0, 0);
      return answer;
    }
  }

  @Test
  void sourcesAreReadFromText() {
    assertEquals(
        List.of(
            new TimeSettings.NtpSource("127.0.0.1", 11123),
            new TimeSettings.NtpSource("ntp.example", 123)),
        TimeSettings.parse(" 127.0.0.1:11123, ntp.example ,"));
  }
}
