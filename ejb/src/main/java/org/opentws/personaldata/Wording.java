package org.opentws.personaldata;

import java.util.Map;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** What an officer must write down. */
final class Wording {
  static final String REASON = "reason";
  private static final int REASON_CHARACTERS_MAX = 400;

  private Wording() {}

  /**
   * The reason, if it says something.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static String reason(String text) {
    String reason = text.strip();
    if (reason.isEmpty()
        || reason.length() > REASON_CHARACTERS_MAX
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "reason: 1 to %d characters on one line, without the person's name"
              .formatted(REASON_CHARACTERS_MAX));
    }
    return reason;
  }

  /**
   * The value of an operation's only parameter besides the reason.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static String only(String name, Map<String, String> given) {
    if (!given.keySet().equals(Set.of(name, REASON))) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "parameters are " + name + " and " + REASON);
    }
    reason(given.getOrDefault(REASON, ""));
    return given.getOrDefault(name, "");
  }
}
