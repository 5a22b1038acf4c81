package org.opentws.personaldata;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * By what two applications are known to be of one person: a serial number of EN 319 412-1, 5.1.3,
 * which names a person in all the world; without one, all attributes alike. When in doubt they are
 * two persons: what is erased by mistake does not come back.
 *
 * @param attributes those that count
 */
record PersonIdentity(Map<String, String> attributes) {
  private static final String SERIAL_NUMBER = "serialNumber";

  /** Kind of identity, country or scheme, and the identifier. */
  private static final Pattern SEMANTIC =
      Pattern.compile("(?:(?:PAS|IDC|PNO|TAX|TIN)[A-Z]{2}|[A-Z]{2}:[A-Z]{2})-.+");

  PersonIdentity {
    attributes = Map.copyOf(attributes);
  }

  static PersonIdentity of(Map<String, String> subject) {
    String number = subject.getOrDefault(SERIAL_NUMBER, "");
    return new PersonIdentity(
        SEMANTIC.matcher(number).matches() ? Map.of(SERIAL_NUMBER, number) : subject);
  }

  /** Names of the attributes that count. */
  List<String> names() {
    return attributes.keySet().stream().sorted().toList();
  }
}
