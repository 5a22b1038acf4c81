package org.opentws.time;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Settings of trusted time ({@code opentws.time.*}).
 *
 * @param sources NTP servers and local chronyd processes, separated by commas
 *     (opentws.time.sources): {@code host:port}, {@code chrony:host:port}, {@code chrony:/socket};
 *     none means that the clock is never vouched for
 * @param quorum how many sources must agree (opentws.time.quorum, default a majority); besides, a
 *     majority of those that answer must agree
 * @param rhythm how often the sources are asked
 * @param limits what the clock must keep to
 * @param leap what happens around a leap second
 */
public record TimeSettings(
    List<SourceAddress> sources, int quorum, Rhythm rhythm, Limits limits, Leap leap) {
  /**
   * How often.
   *
   * @param pollSeconds seconds between two rounds (opentws.time.poll-seconds, default 8)
   * @param responseMillis how long one source may take to answer (opentws.time.response-millis,
   *     default 1000)
   * @param calibration a record of the clock's calibration at least this often (EN 319 421, 7.7.2;
   *     opentws.time.calibration-minutes, default 60)
   */
  public record Rhythm(int pollSeconds, int responseMillis, Duration calibration) {
    public Rhythm {
      if (pollSeconds < 1 || responseMillis < 1 || calibration.toMinutes() < 1) {
        throw new IllegalArgumentException(
            "opentws.time: poll-seconds, response-millis and calibration-minutes must be at least 1");
      }
    }
  }

  /**
   * What the clock must keep to.
   *
   * @param tolerance the clock is vouched for only while its error bound is at most this
   *     (opentws.time.tolerance-millis, default 1000: SO3.1 asks for one second)
   * @param maxAge a measurement older than this vouches for nothing (opentws.time.max-age-seconds,
   *     default three rounds)
   * @param roundsToTrust so many good rounds in a row until the clock is trusted, at the start and
   *     after a fault (opentws.time.rounds-to-trust, default 2)
   */
  public record Limits(Duration tolerance, Duration maxAge, int roundsToTrust) {
    public Limits {
      if (roundsToTrust < 1) {
        throw new IllegalArgumentException("opentws.time.rounds-to-trust must be at least 1");
      }
    }
  }

  /**
   * Leap seconds.
   *
   * @param policy opentws.time.leap-policy, default suspend
   * @param margin the window on either side (opentws.time.leap-margin-seconds, default 10)
   */
  public record Leap(LeapPolicy policy, Duration margin) {
    public Leap {
      if (margin.toSeconds() < 2) {
        throw new IllegalArgumentException(
            "opentws.time.leap-margin-seconds must be at least 2: the leap second and a neighbour");
      }
    }
  }

  public TimeSettings {
    sources = List.copyOf(sources);
    if (quorum < 1) {
      throw new IllegalArgumentException("opentws.time.quorum must be at least 1");
    }
    if (!sources.isEmpty() && quorum > sources.size()) {
      throw new IllegalArgumentException(
          "opentws.time.quorum is " + quorum + ", but there are " + sources.size() + " sources");
    }
  }

  static TimeSettings from(Config config) {
    List<SourceAddress> sources =
        parse(config.getOptionalValue("opentws.time.sources", String.class).orElse(""));
    int poll = number(config, "poll-seconds").orElse(8);
    return new TimeSettings(
        sources,
        number(config, "quorum").orElse(sources.size() / 2 + 1),
        new Rhythm(
            poll,
            number(config, "response-millis").orElse(1000),
            Duration.ofMinutes(number(config, "calibration-minutes").orElse(60))),
        new Limits(
            Duration.ofMillis(number(config, "tolerance-millis").orElse(1000)),
            Duration.ofSeconds(number(config, "max-age-seconds").orElse(3 * poll)),
            number(config, "rounds-to-trust").orElse(2)),
        new Leap(
            policy(config.getOptionalValue("opentws.time.leap-policy", String.class)),
            Duration.ofSeconds(number(config, "leap-margin-seconds").orElse(10))));
  }

  private static LeapPolicy policy(Optional<String> name) {
    String wanted = name.orElse("suspend").strip().toUpperCase(Locale.ROOT);
    return Arrays.stream(LeapPolicy.values())
        .filter(policy -> policy.name().equals(wanted))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("opentws.time.leap-policy: suspend or widen"));
  }

  private static Optional<Integer> number(Config config, String name) {
    return config.getOptionalValue("opentws.time." + name, Integer.class);
  }

  static List<SourceAddress> parse(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .map(SourceAddress::parse)
        .toList();
  }
}
