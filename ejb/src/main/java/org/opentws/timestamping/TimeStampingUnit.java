package org.opentws.timestamping;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * A time-stamping unit as it is offered: its address is {@code /tsa/{id}}, its key is that of the
 * same owner. Each unit has one policy.
 *
 * @param id short name; also the owner of its key
 * @param policy object identifier that stands in each token (TS3.3)
 * @param qualified whether its tokens say that they are qualified (EN 319 422, 9.1)
 * @param accuracy declared in each token (TS3.2); empty if the policy's document declares it
 * @param tolerance the clock may be off by this; with genTime's resolution never more than the
 *     accuracy (TS2.3)
 * @param registeredOnly whether only registered clients are answered (TS1.1)
 */
public record TimeStampingUnit(
    String id,
    String policy,
    boolean qualified,
    Optional<Duration> accuracy,
    Duration tolerance,
    boolean registeredOnly) {
  /** genTime is in whole milliseconds. */
  static final Duration RESOLUTION = Duration.ofMillis(1);

  /** TS2.1: where the policy's token declares nothing, its document may promise one second. */
  private static final Duration UNDECLARED = Duration.ofSeconds(1);

  static final Set<String> PARAMETERS =
      Set.of(
          "unit",
          "policy",
          "qualified",
          "accuracyMillis",
          "toleranceMillis",
          "ordering",
          "clients");

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9.-]{0,62}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,8}");

  /**
   * Reads a definition.
   *
   * @throws RequestRefused MALFORMED_REQUEST, or PROFILE_VIOLATION if no unit may be like this
   */
  static TimeStampingUnit of(Map<String, String> parameters) {
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(PARAMETERS);
    if (!unknown.isEmpty()) {
      throw malformed("unknown parameters; known are " + new TreeSet<>(PARAMETERS));
    }
    // EN 319 422, 5.2.2: and several nodes could not keep such a promise.
    if (isYes(parameters, "ordering")) {
      throw refused("ordering is never promised: tokens of two nodes may have one genTime");
    }
    Optional<Duration> accuracy = millis(parameters, "accuracyMillis");
    Duration limit = accuracy.orElse(UNDECLARED);
    Duration tolerance = millis(parameters, "toleranceMillis").orElse(limit.minus(RESOLUTION));
    TimeStampingUnit unit =
        new TimeStampingUnit(
            id(parameters),
            policy(parameters),
            isYes(parameters, "qualified"),
            accuracy,
            tolerance,
            clients(parameters));
    unit.checkTolerance(limit);
    return unit;
  }

  private void checkTolerance(Duration limit) {
    if (tolerance.isNegative() || tolerance.isZero()) {
      throw refused(
          "the accuracy leaves nothing for the clock: genTime alone has a resolution of 1 ms");
    }
    if (tolerance.plus(RESOLUTION).compareTo(limit) > 0) {
      throw refused(
          "genTime's resolution of 1 ms and a tolerance of "
              + tolerance.toMillis()
              + " ms exceed the accuracy of "
              + limit.toMillis()
              + " ms");
    }
  }

  private static String id(Map<String, String> parameters) {
    String id = parameters.getOrDefault("unit", "");
    if (!ID.matcher(id).matches()) {
      throw malformed("'unit' is a short name in lower case");
    }
    return id;
  }

  /** TS3.3: without a policy there is no unit. */
  private static String policy(Map<String, String> parameters) {
    String policy = parameters.getOrDefault("policy", "");
    if (ASN1ObjectIdentifier.tryFromID(policy) == null) {
      throw malformed("'policy' is missing, or not an object identifier");
    }
    return policy;
  }

  private static boolean clients(Map<String, String> parameters) {
    return switch (parameters.getOrDefault("clients", "anyone")) {
      case "anyone" -> false;
      case "registered" -> true;
      default -> throw malformed("'clients' is anyone or registered");
    };
  }

  private static boolean isYes(Map<String, String> parameters, String name) {
    return switch (parameters.getOrDefault(name, "no")) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw malformed("'" + name + "' is yes or no");
    };
  }

  private static Optional<Duration> millis(Map<String, String> parameters, String name) {
    @Nullable String text = parameters.get(name);
    if (text == null || text.isBlank()) {
      return Optional.empty();
    }
    if (!NUMBER.matcher(text).matches()) {
      throw malformed("'" + name + "' is a number of milliseconds");
    }
    return Optional.of(Duration.ofMillis(Long.parseLong(text)));
  }

  /** As parameters of the operation that defines it. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    parameters.put("unit", id);
    parameters.put("policy", policy);
    parameters.put("qualified", qualified ? "yes" : "no");
    accuracy.ifPresent(a -> parameters.put("accuracyMillis", Long.toString(a.toMillis())));
    parameters.put("toleranceMillis", Long.toString(tolerance.toMillis()));
    parameters.put("clients", registeredOnly ? "registered" : "anyone");
    return parameters;
  }

  ASN1ObjectIdentifier policyId() {
    return new ASN1ObjectIdentifier(policy);
  }

  static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }

  static RequestRefused refused(String detail) {
    return new RequestRefused(Refusal.PROFILE_VIOLATION, detail);
  }
}
