package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** An NTP server on loopback (RFC 5905, server mode) that tells the time wrongly, if asked to. */
final class BentClock implements AutoCloseable {
  private static final int PACKET = 48;
  private static final int ORIGIN = 24;
  private static final int RECEIVED = 32;
  private static final int TRANSMITTED = 40;
  private static final long NTP_EPOCH_TO_UNIX_SECONDS = 2_208_988_800L;
  private static final byte VERSION_4_SERVER = 0x24;
  private static final byte NOT_SYNCHRONISED = (byte) 0xE4;

  private final DatagramSocket socket;
  private final Thread answering;
  private volatile Duration error = Duration.ZERO;
  private volatile boolean synchronised = true;

  BentClock(int port) {
    try {
      socket = new DatagramSocket(port, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answering = new Thread(this::answer, "bent clock");
    answering.setDaemon(true);
    answering.start();
  }

  /** From now on it is wrong by that much. */
  void wrongBy(Duration by) {
    error = by;
  }

  /** Whether it says that it follows a source of its own. */
  void synchronised(boolean says) {
    synchronised = says;
  }

  private void answer() {
    byte[] buffer = new byte[PACKET];
    while (!socket.isClosed()) {
      try {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        byte[] asked = Arrays.copyOf(buffer, PACKET);
        byte[] said = said(asked);
        socket.send(new DatagramPacket(said, PACKET, packet.getSocketAddress()));
      } catch (IOException e) {
        // Closed: the loop ends. Anything else is a packet that was lost, as packets are.
        Thread.onSpinWait();
      }
    }
  }

  private byte[] said(byte[] asked) {
    ByteBuffer answer = ByteBuffer.allocate(PACKET);
    answer.put(0, synchronised ? VERSION_4_SERVER : NOT_SYNCHRONISED);
    answer.put(1, (byte) 1);
    answer.put(3, (byte) -20);
    answer.put(ORIGIN, asked, TRANSMITTED, 8);
    answer.putLong(RECEIVED, now());
    answer.putLong(TRANSMITTED, now());
    return answer.array();
  }

  private long now() {
    Instant told = Instant.now().plus(error);
    long fraction = (long) (told.getNano() / 1e9 * 0x1p32);
    return (told.getEpochSecond() + NTP_EPOCH_TO_UNIX_SECONDS) << 32 | fraction;
  }

  @Override
  public void close() {
    socket.close();
  }
}
