package org.opentws.time;

import java.net.DatagramPacket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.commons.net.ntp.NtpV3Impl;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeStamp;

/** One NTP packet (RFC 5905, 7.3), in the units that are used here. */
final class NtpMessage {
  private static final int VERSION = 4;
  private static final int VERSION_MIN = 3;
  private static final int OCTETS = 48;

  /** RFC 5905, 7.2 (MAXDISP): whoever is that far from UTC knows nothing of it. */
  private static final Duration ROOT_MAX = Duration.ofSeconds(16);

  private static final int STRATUM_MAX = 15;
  private static final double SHORT_FORMAT = 0x1p16;
  private static final double FRACTION = 0x1p32;
  private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
  private static final long ERA = 1L << 32;
  private static final double NANOS = 1e9;

  private final NtpV3Packet packet;

  private NtpMessage(NtpV3Packet packet) {
    this.packet = packet;
  }

  /**
   * A question. It carries nothing but a random number in place of the time, so that only who saw
   * it can answer it.
   */
  static DatagramPacket question(long cookie) {
    NtpV3Impl question = new NtpV3Impl();
    question.setMode(NtpV3Packet.MODE_CLIENT);
    question.setVersion(VERSION);
    question.setTransmitTime(new TimeStamp(cookie));
    return question.getDatagramPacket();
  }

  /** Empty if it has not the length of one. */
  static Optional<NtpMessage> read(DatagramPacket datagram) {
    if (datagram.getLength() != OCTETS) {
      return Optional.empty();
    }
    NtpV3Impl message = new NtpV3Impl();
    try {
      message.setDatagramPacket(datagram);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    return Optional.of(new NtpMessage(message));
  }

  /** The number of the question that is answered. */
  long cookie() {
    return packet.getOriginateTimeStamp().ntpValue();
  }

  /** Why it is no measurement; empty if it is one. */
  Optional<String> objection() {
    if (packet.getMode() != NtpV3Packet.MODE_SERVER
        || packet.getVersion() < VERSION_MIN
        || packet.getVersion() > VERSION) {
      return Optional.of("not a server's answer");
    }
    if (packet.getStratum() == 0) {
      return Optional.of("kiss of death " + kiss());
    }
    if (packet.getLeapIndicator() == NtpV3Packet.LI_ALARM_CONDITION
        || packet.getStratum() > STRATUM_MAX) {
      return Optional.of("says that it is not synchronised");
    }
    if (packet.getTransmitTimeStamp().ntpValue() == 0
        || packet.getReceiveTimeStamp().ntpValue() == 0
        || sent().isBefore(received())
        // The library reads both as signed: a large value would make the bound smaller.
        || packet.getRootDelay() < 0
        || packet.getRootDispersion() < 0
        || rootBound().compareTo(ROOT_MAX) >= 0) {
      return Optional.of("contradicts itself");
    }
    return Optional.empty();
  }

  /** The four letters of a kiss of death (RFC 5905, 7.4). */
  String kiss() {
    byte[] letters = new byte[4];
    int id = packet.getReferenceId();
    for (int i = 0; i < letters.length; i++) {
      int letter = id >> (8 * (3 - i)) & 0xff;
      letters[i] = (byte) (letter >= 'A' && letter <= 'Z' ? letter : '?');
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }

  boolean isKiss() {
    return packet.getStratum() == 0;
  }

  int stratum() {
    return packet.getStratum();
  }

  LeapNotice leap() {
    return switch (packet.getLeapIndicator()) {
      case NtpV3Packet.LI_LAST_MINUTE_HAS_61_SECONDS -> LeapNotice.INSERT;
      case NtpV3Packet.LI_LAST_MINUTE_HAS_59_SECONDS -> LeapNotice.DELETE;
      default -> LeapNotice.NONE;
    };
  }

  Instant received() {
    return instant(packet.getReceiveTimeStamp());
  }

  Instant sent() {
    return instant(packet.getTransmitTimeStamp());
  }

  /** Half the root delay, the root dispersion and the server's own resolution. */
  Duration rootBound() {
    double seconds =
        packet.getRootDelay() / SHORT_FORMAT / 2
            + packet.getRootDispersion() / SHORT_FORMAT
            + Math.scalb(1.0, Math.min(packet.getPrecision(), 0));
    return Duration.ofNanos((long) Math.ceil(seconds * NANOS));
  }

  /** RFC 5905, 6: seconds whose first bit is clear belong to the era that begins in 2036. */
  private static Instant instant(TimeStamp stamp) {
    long seconds = stamp.getSeconds();
    long sinceEra = seconds >= ERA / 2 ? seconds : seconds + ERA;
    return Instant.ofEpochSecond(
        sinceEra - SECONDS_1900_TO_1970, (long) (stamp.getFraction() / FRACTION * NANOS));
  }
}
