package org.opentws.access.administration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.opentws.access.ScopeNames;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Scope;

/** Scopes as parameters of operations say them: "all", or names with blanks between. */
final class ScopeText {
  static final String CAS = "cas";
  static final String AUTHORITIES = "registrationAuthorities";
  private static final String ALL = "all";
  private static final int NAMES_MAX = 100;

  private ScopeText() {}

  /**
   * Reads both.
   *
   * @throws RequestRefused MALFORMED_REQUEST, naming what there is
   */
  static Scope read(Map<String, String> parameters, ScopeNames names) {
    return new Scope(
        limit(CAS, parameters, names.cas()),
        limit(AUTHORITIES, parameters, names.registrationAuthorities()));
  }

  private static Optional<Set<String>> limit(
      String parameter, Map<String, String> parameters, Set<String> known) {
    String text = parameters.getOrDefault(parameter, "");
    return text.strip().equals(ALL)
        ? Optional.empty()
        : Optional.of(some(parameter + ": \"all\", or", text, known));
  }

  /** One or several of those that are known. */
  static Set<String> some(String parameter, String text, Set<String> known) {
    Set<String> named = new TreeSet<>(List.of(text.strip().split("[\\s,]+", -1)));
    if (named.size() > NAMES_MAX || !known.containsAll(named)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "%s some of: %s".formatted(parameter, String.join(" ", new TreeSet<>(known))));
    }
    return named;
  }

  /** A machine is the system of named registration authorities, never of all that may come. */
  static void requireOfMachine(Scope scope) {
    if (scope.registrationAuthorities().isEmpty()) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          AUTHORITIES + ": a machine works for named registration authorities");
    }
  }

  static String words(Scope scope) {
    return words("CA", scope.cas())
        + " and "
        + words("registration authority", scope.registrationAuthorities());
  }

  private static String words(String what, Optional<Set<String>> names) {
    return names
        .map(named -> what + " " + String.join(", ", new TreeSet<>(named)))
        .orElse("every " + what);
  }
}
