package org.opentws.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of trusted time ({@code opentws.time.*}).
 *
 * @param sources NTP servers, {@code host:port} separated by commas (opentws.time.sources); none
 *     means that the clock is never vouched for
 * @param quorum how many sources must agree (opentws.time.quorum); default: a majority
 * @param pollSeconds seconds between two rounds (opentws.time.poll-seconds, default 8)
 * @param maxAge a round older than this vouches for nothing (opentws.time.max-age-seconds, default
 *     three rounds)
 * @param tolerance the clock is INSYNC only while its error bound is at most this
 *     (opentws.time.tolerance-millis, default 1000: SO3.1 asks for one second)
 * @param responseMillis how long one source may take to answer (opentws.time.response-millis,
 *     default 1000)
 */
public record TimeSettings(
    List<NtpSource> sources,
    int quorum,
    int pollSeconds,
    Duration maxAge,
    Duration tolerance,
    int responseMillis) {

  private static final int NTP_PORT = 123;

  public TimeSettings {
    sources = List.copyOf(sources);
    if (quorum < 1 || pollSeconds < 1 || responseMillis < 1) {
      throw new IllegalArgumentException(
          "opentws.time: quorum, poll-seconds and response-millis must be at least 1");
    }
  }

  /** One NTP server. */
  public record NtpSource(String host, int port) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  static TimeSettings from(Config config) {
    List<NtpSource> sources =
        parse(config.getOptionalValue("opentws.time.sources", String.class).orElse(""));
    int majority = sources.size() / 2 + 1;
    int poll = number(config, "poll-seconds").orElse(8);
    return new TimeSettings(
        sources,
        number(config, "quorum").orElse(majority),
        poll,
        Duration.ofSeconds(number(config, "max-age-seconds").orElse(3 * poll)),
        Duration.ofMillis(number(config, "tolerance-millis").orElse(1000)),
        number(config, "response-millis").orElse(1000));
  }

  private static Optional<Integer> number(Config config, String name) {
    return config.getOptionalValue("opentws.time." + name, Integer.class);
  }

  static List<NtpSource> parse(String text) {
    List<NtpSource> sources = new ArrayList<>();
    for (String part : text.split(",")) {
      String item = part.strip();
      if (!item.isEmpty()) {
        sources.add(parseOne(item));
      }
    }
    return sources;
  }

  private static NtpSource parseOne(String item) {
    int colon = item.lastIndexOf(':');
    if (colon <= 0) {
      return new NtpSource(item, NTP_PORT);
    }
    try {
      int port = Integer.parseInt(item.substring(colon + 1));
      if (port < 1 || port > 65535) {
        throw new NumberFormatException("port " + port);
      }
      return new NtpSource(item.substring(0, colon), port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "opentws.time.sources: '" + item + "' is not host:port", e);
    }
  }
}
