package org.opentws.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;

/** An NTP server in the hand of a test. */
final class NtpServer implements AutoCloseable {
  private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
  private final Thread thread = new Thread(this::answer, "test NTP server");
  private final AtomicInteger questions = new AtomicInteger();
  private volatile Duration ahead = Duration.ZERO;
  private volatile int stratum = 2;
  private volatile int leap = NtpV3Packet.LI_NO_WARNING;
  private volatile int referenceId;
  private volatile Duration rootDelay = Duration.ZERO;
  private volatile Duration rootDispersion = Duration.ZERO;
  private volatile boolean forged;
  private volatile Consumer<NtpV3Impl> change = answer -> {};

  NtpServer() throws IOException {
    thread.setDaemon(true);
    thread.start();
  }

  SourceAddress address() {
    return new SourceAddress("127.0.0.1", socket.getLocalPort(), false);
  }

  void says(Duration by, int ofStratum, int ofLeap) {
    ahead = by;
    stratum = ofStratum;
    leap = ofLeap;
  }

  void kiss(String letters) {
    stratum = 0;
    referenceId = ByteBuffer.wrap(letters.getBytes(StandardCharsets.US_ASCII)).getInt();
  }

  void root(Duration delay, Duration dispersion) {
    rootDelay = delay;
    rootDispersion = dispersion;
  }

  /** Changes each answer before it leaves. */
  void answersWith(Consumer<NtpV3Impl> by) {
    change = by;
  }

  void forgesCookie() {
    forged = true;
  }

  int questions() {
    return questions.get();
  }

  private void answer() {
    DatagramPacket request = new DatagramPacket(new byte[48], 48);
    while (!socket.isClosed()) {
      try {
        socket.receive(request);
        questions.incrementAndGet();
        DatagramPacket packet = said(request);
        packet.setSocketAddress(request.getSocketAddress());
        socket.send(packet);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private DatagramPacket said(DatagramPacket request) {
    long now = MachineClock.system().wall().plus(ahead).toEpochMilli();
    NtpV3Impl asked = new NtpV3Impl();
    asked.setDatagramPacket(request);
    NtpV3Impl answer = new NtpV3Impl();
    answer.setMode(NtpV3Packet.MODE_SERVER);
    answer.setVersion(NtpV3Packet.VERSION_4);
    answer.setStratum(stratum);
    answer.setLeapIndicator(leap);
    answer.setReferenceId(referenceId);
    answer.setPrecision(-9); // whole milliseconds
    answer.setRootDelay((int) (rootDelay.toMillis() * 65.536));
    answer.setRootDispersion((int) (rootDispersion.toMillis() * 65.536));
    long cookie = asked.getTransmitTimeStamp().ntpValue();
    answer.setOriginateTimeStamp(new TimeStamp(forged ? cookie + 1 : cookie));
    answer.setReceiveTimeStamp(TimeStamp.getNtpTime(now));
    answer.setTransmitTime(TimeStamp.getNtpTime(now));
    change.accept(answer);
    return answer.getDatagramPacket();
  }

  @Override
  public void close() {
    socket.close();
  }
}
