package org.opentws.time;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.apache.commons.net.ntp.NTPUDPClient;
import org.apache.commons.net.ntp.NtpV3Packet;
import org.apache.commons.net.ntp.TimeInfo;

/** Asks one NTP server once (RFC 5905, client mode). */
final class NtpClient {
  /** Commons Net stamps in whole milliseconds at both ends. */
  private static final Duration RESOLUTION = Duration.ofMillis(2);

  private static final int LEAP_NOT_SYNCHRONISED = 3;
  private static final int STRATUM_MAX = 15;

  private final int responseMillis;

  NtpClient(int responseMillis) {
    this.responseMillis = responseMillis;
  }

  /** Empty when the server is silent, tells us to go away (stratum 0) or is itself out of sync. */
  Optional<SourceReading> ask(TimeSettings.NtpSource source) {
    try (NTPUDPClient client = new NTPUDPClient()) {
      client.setDefaultTimeout(Duration.ofMillis(responseMillis));
      client.open();
      TimeInfo answer = client.getTime(InetAddress.getByName(source.host()), source.port());
      return reading(source, answer);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<SourceReading> reading(TimeSettings.NtpSource source, TimeInfo answer) {
    NtpV3Packet message = answer.getMessage();
    if (message.getStratum() < 1
        || message.getStratum() > STRATUM_MAX
        || message.getLeapIndicator() == LEAP_NOT_SYNCHRONISED) {
      return Optional.empty();
    }
    answer.computeDetails();
    Long offset = answer.getOffset();
    Long delay = answer.getDelay();
    if (offset == null || delay == null || delay < 0) {
      return Optional.empty();
    }
    long rootMillis =
        (long)
            Math.ceil(
                message.getRootDelayInMillisDouble() / 2
                    + message.getRootDispersionInMillisDouble());
    Duration bound = Duration.ofMillis((delay + 1) / 2 + rootMillis).plus(RESOLUTION);
    return Optional.of(new SourceReading(source.toString(), Duration.ofMillis(offset), bound));
  }
}
