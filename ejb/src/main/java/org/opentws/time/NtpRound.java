package org.opentws.time;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.random.Randomness;

/**
 * Asks NTP servers once, all at the same time, through one socket at a random port (RFC 5905,
 * client mode). An answer counts only if it comes from where the question went and repeats its
 * number.
 */
final class NtpRound {
  private static final int PACKET_OCTETS_MAX = 1024;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Reading the clocks and the way through the kernel. */
  private static final Duration RESOLUTION = Duration.ofNanos(100_000);

  private final MachineClock clock;
  private final Randomness randomness;
  private final int responseMillis;

  NtpRound(MachineClock clock, Randomness randomness, int responseMillis) {
    this.clock = clock;
    this.randomness = randomness;
    this.responseMillis = responseMillis;
  }

  private record Question(SourceAddress source, InetAddress host, Instant wall, long nanos) {}

  /** One answer for each source, in any order; those that do not answer in time are silent. */
  List<SourceAnswer> ask(List<SourceAddress> sources) {
    List<SourceAnswer> answers = new ArrayList<>();
    Map<Long, Question> open = new HashMap<>();
    try (DatagramSocket socket = new DatagramSocket()) {
      for (SourceAddress source : sources) {
        send(socket, source, open).ifPresent(answers::add);
      }
      collect(socket, open, answers);
    } catch (IOException e) {
      open.values().forEach(q -> answers.add(SourceAnswer.none(q.source(), e.toString())));
      return answers;
    }
    open.values().forEach(q -> answers.add(SourceAnswer.none(q.source(), "no answer")));
    return answers;
  }

  /** Empty if the question is on its way. */
  private Optional<SourceAnswer> send(
      DatagramSocket socket, SourceAddress source, Map<Long, Question> open) {
    try {
      InetAddress host = InetAddress.getByName(source.host());
      long cookie = ByteBuffer.wrap(randomness.octets(Long.BYTES)).getLong();
      DatagramPacket packet = NtpMessage.question(cookie);
      packet.setAddress(host);
      packet.setPort(source.port());
      // In this order: a pause in between lengthens the way there, and so the bound.
      long nanos = clock.monotonicNanos();
      Question question = new Question(source, host, clock.wall(), nanos);
      socket.send(packet);
      open.put(cookie, question);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of(SourceAnswer.none(source, "no such host"));
    } catch (IOException e) {
      return Optional.of(SourceAnswer.none(source, "cannot be reached"));
    }
  }

  private void collect(DatagramSocket socket, Map<Long, Question> open, List<SourceAnswer> answers)
      throws IOException {
    long end = clock.monotonicNanos() + responseMillis * NANOS_PER_MILLI;
    DatagramPacket packet = new DatagramPacket(new byte[PACKET_OCTETS_MAX], 0, PACKET_OCTETS_MAX);
    while (!open.isEmpty()) {
      long left = (end - clock.monotonicNanos()) / NANOS_PER_MILLI;
      if (left < 1) {
        return;
      }
      socket.setSoTimeout((int) left);
      packet.setLength(PACKET_OCTETS_MAX);
      try {
        socket.receive(packet);
      } catch (SocketTimeoutException e) {
        return;
      }
      take(packet, clock.monotonicNanos(), open).ifPresent(answers::add);
    }
  }

  /** Empty if nobody was asked for it: forged, late or twice. */
  private Optional<SourceAnswer> take(
      DatagramPacket packet, long arrived, Map<Long, Question> open) {
    Optional<NtpMessage> read = NtpMessage.read(packet);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Question question = open.get(read.get().cookie());
    if (question == null
        || !packet.getAddress().equals(question.host())
        || packet.getPort() != question.source().port()) {
      return Optional.empty();
    }
    open.remove(read.get().cookie());
    return Optional.of(
        read.get()
            .objection()
            .map(reason -> SourceAnswer.none(question.source(), reason))
            .orElseGet(() -> measured(question, read.get(), arrived)));
  }

  /** RFC 5905, 8. The way back is timed by the monotonic clock: the other one may have jumped. */
  private static SourceAnswer measured(Question question, NtpMessage message, long arrived) {
    Duration elapsed = Duration.ofNanos(arrived - question.nanos());
    Instant end = question.wall().plus(elapsed);
    Duration delay = elapsed.minus(Duration.between(message.received(), message.sent()));
    if (delay.compareTo(RESOLUTION.negated()) < 0) {
      return SourceAnswer.none(question.source(), "contradicts itself");
    }
    if (delay.isNegative()) {
      delay = Duration.ZERO;
    }
    Duration offset =
        Duration.between(question.wall(), message.received())
            .plus(Duration.between(end, message.sent()))
            .dividedBy(2);
    Duration bound = delay.dividedBy(2).plus(message.rootBound()).plus(RESOLUTION);
    return SourceAnswer.of(
        new SourceReading(question.source().toString(), offset, bound, message.leap()),
        "NTP, stratum " + message.stratum());
  }
}
