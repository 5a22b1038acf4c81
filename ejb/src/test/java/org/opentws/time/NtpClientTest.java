package org.opentws.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;
import org.junit.jupiter.api.Test;

class NtpClientTest {
  private final NtpClient client = new NtpClient(1000);

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
          new NtpClient(50).ask(new TimeSettings.NtpSource("127.0.0.1", silent.getLocalPort())));
    }
  }

  private Optional<SourceReading> ask(long aheadMillis, int stratum, int leap) throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> answerOnce(server, aheadMillis, stratum, leap));
      thread.start();
      Optional<SourceReading> reading =
          client.ask(new TimeSettings.NtpSource("127.0.0.1", server.getLocalPort()));
      thread.join();
      return reading;
    }
  }

  private static void answerOnce(DatagramSocket server, long aheadMillis, int stratum, int leap) {
    try {
      DatagramPacket request = new DatagramPacket(new byte[48], 48);
      server.receive(request);
      long now = MachineClock.system().wall().toEpochMilli() + aheadMillis;
      NtpV3Impl asked = new NtpV3Impl();
      asked.setDatagramPacket(request);
      NtpV3Impl answer = new NtpV3Impl();
      answer.setMode(NtpV3Packet.MODE_SERVER);
      answer.setVersion(NtpV3Packet.VERSION_3);
      answer.setStratum(stratum);
      answer.setLeapIndicator(leap);
      answer.setOriginateTimeStamp(asked.getTransmitTimeStamp());
      answer.setReceiveTimeStamp(TimeStamp.getNtpTime(now));
      answer.setTransmitTime(TimeStamp.getNtpTime(now));
      DatagramPacket packet = answer.getDatagramPacket();
      packet.setSocketAddress(request.getSocketAddress());
      server.send(packet);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void sourcesAreReadFromText() {
    assertEquals(
        java.util.List.of(
            new TimeSettings.NtpSource("127.0.0.1", 11123),
            new TimeSettings.NtpSource("ntp.example", 123)),
        TimeSettings.parse(" 127.0.0.1:11123, ntp.example ,"));
  }
}
