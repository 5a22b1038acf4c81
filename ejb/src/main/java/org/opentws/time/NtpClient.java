package org.opentws.time;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;

/**
 * Asks one NTP server once (RFC 5905, client mode). The question carries a random number in place
 * of the time of sending, and only an answer that repeats it counts: whoever does not see the
 * question cannot answer it.
 */
final class NtpClient {
  /** NTP stamps are read in whole milliseconds, two of them. */
  private static final Duration RESOLUTION = Duration.ofMillis(2);

  private static final int PACKET_OCTETS = 48;
  private static final int LEAP_NOT_SYNCHRONISED = 3;
  private static final int STRATUM_MAX = 15;
  private static final int VERSION_MIN = 3;
  private static final int VERSION_MAX = 4;

  /** RFC 5905, 7.2 (MAXDISP): whoever is that far from UTC knows nothing of it. */
  private static final double ROOT_MILLIS_MAX = 16_000;

  private final int responseMillis;
  private final MachineClock clock;
  private final LongSupplier random;

  NtpClient(int responseMillis, MachineClock clock, LongSupplier random) {
    this.responseMillis = responseMillis;
    this.clock = clock;
    this.random = random;
  }

  /** An answer with what our own clocks said around it. */
  private record Exchange(NtpV3Packet answer, Instant sent, Instant received, long nanos) {}

  /** Empty when the server is silent, tells us to go away (stratum 0) or is itself out of sync. */
  Optional<SourceReading> ask(TimeSettings.NtpSource source) {
    try (DatagramSocket socket = new DatagramSocket()) {
      // Connected: what comes from any other address is not received.
      socket.connect(InetAddress.getByName(source.host()), source.port());
      return exchange(socket).flatMap(exchange -> reading(source, exchange));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Optional<Exchange> exchange(DatagramSocket socket) throws IOException {
    TimeStamp question = new TimeStamp(random.getAsLong());
    DatagramPacket packet = packet(question);
    Instant sent = clock.wall();
    long begin = clock.monotonicNanos();
    socket.send(packet);
    long left = responseMillis;
    while (left > 0) {
      socket.setSoTimeout((int) left);
      DatagramPacket received = new DatagramPacket(new byte[PACKET_OCTETS], PACKET_OCTETS);
      try {
        socket.receive(received);
      } catch (SocketTimeoutException e) {
        return Optional.empty();
      }
      long nanos = clock.monotonicNanos() - begin;
      if (answers(received, question)) {
        return Optional.of(new Exchange(parsed(received), sent, clock.wall(), nanos));
      }
      left = responseMillis - nanos / 1_000_000;
    }
    return Optional.empty();
  }

  private static DatagramPacket packet(TimeStamp question) {
    NtpV3Impl message = new NtpV3Impl();
    message.setMode(NtpV3Packet.MODE_CLIENT);
    message.setVersion(VERSION_MAX);
    message.setTransmitTime(question);
    return message.getDatagramPacket();
  }

  private static NtpV3Packet parsed(DatagramPacket received) {
    NtpV3Impl message = new NtpV3Impl();
    message.setDatagramPacket(received);
    return message;
  }

  /** RFC 5905, 8 (bogus packets): a late or forged one is passed over, the true one may follow. */
  private static boolean answers(DatagramPacket received, TimeStamp question) {
    return received.getLength() == PACKET_OCTETS
        && parsed(received).getOriginateTimeStamp().ntpValue() == question.ntpValue();
  }

  private static boolean isUsable(NtpV3Packet message) {
    return message.getMode() == NtpV3Packet.MODE_SERVER
        && message.getVersion() >= VERSION_MIN
        && message.getVersion() <= VERSION_MAX
        && message.getStratum() >= 1
        && message.getStratum() <= STRATUM_MAX
        && message.getLeapIndicator() != LEAP_NOT_SYNCHRONISED
        && message.getReceiveTimeStamp().ntpValue() != 0
        && message.getTransmitTimeStamp().ntpValue() != 0
        // The library reads both as signed: a large value would make the bound smaller.
        && message.getRootDelay() >= 0
        && message.getRootDispersion() >= 0
        && rootMillis(message) < ROOT_MILLIS_MAX;
  }

  private static double rootMillis(NtpV3Packet message) {
    return message.getRootDelayInMillisDouble() / 2 + message.getRootDispersionInMillisDouble();
  }

  private static Optional<SourceReading> reading(TimeSettings.NtpSource source, Exchange exchange) {
    NtpV3Packet message = exchange.answer();
    if (!isUsable(message)) {
      return Optional.empty();
    }
    Instant received = message.getReceiveTimeStamp().getDate().toInstant();
    Instant answered = message.getTransmitTimeStamp().getDate().toInstant();
    Duration inServer = Duration.between(received, answered);
    // On the way: the wall clock may be set meanwhile, so the other one measures.
    Duration onTheWay = Duration.ofNanos(exchange.nanos()).minus(inServer);
    if (inServer.isNegative() || onTheWay.compareTo(RESOLUTION.negated()) < 0) {
      return Optional.empty();
    }
    Duration offset =
        Duration.between(exchange.sent(), received)
            .plus(Duration.between(exchange.received(), answered))
            .dividedBy(2);
    Duration delay = onTheWay.isNegative() ? Duration.ZERO : onTheWay;
    Duration bound =
        delay
            .dividedBy(2)
            .plus(Duration.ofMillis((long) Math.ceil(rootMillis(message))))
            .plus(RESOLUTION);
    return Optional.of(new SourceReading(source.toString(), offset, bound));
  }
}
