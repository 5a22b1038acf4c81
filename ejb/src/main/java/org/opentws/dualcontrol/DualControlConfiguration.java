package org.opentws.dualcontrol;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Limits of dual control. */
@ApplicationScoped
public class DualControlConfiguration {
  private static final int APPROVALS_MAX = 9;

  /** An operation that nobody approved within this time expires. */
  @Inject
  @ConfigProperty(name = "opentws.dualcontrol.expiry", defaultValue = "PT24H")
  Duration expiry;

  /**
   * More approvals than the one that is always needed, by type, for example "RESTORE_KEY:2
   * DESTROY_KEY:2". A number below what the type itself needs changes nothing.
   */
  @Inject
  @ConfigProperty(name = "opentws.dualcontrol.approvals")
  Optional<String> approvals;

  /**
   * Reads what is configured.
   *
   * @throws IllegalStateException if it cannot be understood
   */
  void check() {
    approvals.ifPresent(DualControlConfiguration::parse);
  }

  public Duration expiry() {
    return expiry;
  }

  /** How many persons besides the requester must agree: never fewer than the type itself says. */
  int approvals(OperationHandler handler) {
    return Math.max(
        handler.approvalsMin(),
        approvals
            .map(DualControlConfiguration::parse)
            .orElse(Map.of())
            .getOrDefault(handler.type(), 0));
  }

  /**
   * Reads the numbers.
   *
   * @throws IllegalStateException if it is not of the form, or names no type
   */
  static Map<String, Integer> parse(String text) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String part : text.strip().split("[\\s,]+", -1)) {
      String[] pair = part.split(":", -1);
      if (pair.length != 2
          || OperationType.named(pair[0]).isEmpty()
          || !pair[1].matches("[1-" + APPROVALS_MAX + "]")) {
        throw new IllegalStateException(
            "opentws.dualcontrol.approvals: TYPE:NUMBER, from 1 to "
                + APPROVALS_MAX
                + ", with blanks between them; not '"
                + part
                + "'");
      }
      numbers.put(pair[0], Integer.valueOf(pair[1]));
    }
    return numbers;
  }
}
